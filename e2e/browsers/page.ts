import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Driver } from './driver.ts'

/** The page as a person sees it: parts are found by their kind and their name, and used by real clicks and keys. */
export interface SeenPage {
  /** Waits for a part and answers where its middle is. */
  find(kind: Kind, name: RegExp): Promise<Place>
  /** Clicks the middle of a part. */
  click(kind: Kind, name: RegExp): Promise<void>
  /** Clicks into a field, replaces what is in it. */
  fill(kind: Kind, name: RegExp, text: string): Promise<void>
  /** Waits until the text is on the page. */
  text(expected: RegExp): Promise<string>
}

const Place = z.object({ x: z.number(), y: z.number(), value: z.string() })
type Place = z.infer<typeof Place>

const selectors = {
  button: 'button',
  choice: 'input[type=radio]',
  combobox: '[role=combobox]',
  field: 'input, textarea',
  option: '[role=option]',
  summary: 'summary',
} as const
type Kind = keyof typeof selectors

/** Above this a part is missing; the slowest browser under load took 4 s. */
const patienceMs = 20_000

export function seenPage(driver: Driver): SeenPage {
  async function waitFor<T>(what: string, look: () => Promise<T | null>): Promise<T> {
    const deadline = Date.now() + patienceMs
    while (Date.now() < deadline) {
      const found = await look()
      if (found !== null) return found
      await pause(50)
    }
    throw new Error(`${what} did not come.`)
  }

  /** Runs a function in the page. It sees nothing but its arguments. */
  function called(run: (...texts: string[]) => unknown, ...texts: string[]): Promise<unknown> {
    return driver.ask(`(${run.toString()})(...${JSON.stringify(texts)}) ?? null`)
  }

  const find: SeenPage['find'] = (kind, name) =>
    waitFor(`The ${kind} ${name}`, () =>
      called(placeOf, selectors[kind], name.source, name.flags).then((found) =>
        z.nullable(Place).parse(found),
      ),
    )
  const click: SeenPage['click'] = async (kind, name) => driver.click(await find(kind, name))

  return {
    find,
    click,
    fill: async (kind, name, text) => {
      await click(kind, name)
      await called(selectAll)
      await driver.type(text)
    },
    text: (expected) =>
      waitFor(`The text ${expected}`, async () => {
        const seen = z.string().parse(await driver.ask('document.body.innerText'))
        return expected.exec(seen)?.[0] ?? null
      }),
  }
}

/** Runs in the page. A radio button that is drawn by its label is clicked there, as people do. */
function placeOf(
  selector = '',
  source = '',
  flags = '',
): { x: number; y: number; value: string } | null {
  const name = new RegExp(source, flags)
  for (const part of document.querySelectorAll(selector)) {
    if (!(part instanceof HTMLElement)) continue
    const labels =
      part instanceof HTMLInputElement || part instanceof HTMLTextAreaElement
        ? [...(part.labels ?? [])]
        : []
    const said = (labels.length > 0 ? labels : [part]).map((named) => {
      const copy = document.createElement('div')
      copy.append(named.cloneNode(true))
      for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove()
      return copy.textContent
    })
    if (!name.test((part.getAttribute('aria-label') ?? said.join(' ')).trim())) continue
    const isChoice = part instanceof HTMLInputElement && part.type === 'radio'
    const target = isChoice ? (labels[0] ?? part) : part
    target.scrollIntoView({ block: 'nearest' })
    const { left, top, width, height } = target.getBoundingClientRect()
    if (width === 0 || height === 0 || part.matches(':disabled')) continue
    const value =
      part instanceof HTMLInputElement || part instanceof HTMLTextAreaElement ? part.value : ''
    return { x: left + width / 2, y: top + height / 2, value }
  }
  return null
}

/** Runs in the page. */
function selectAll(): void {
  const { activeElement } = document
  if (activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement) {
    activeElement.select()
  }
}
