import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { test as base } from './fixtures.ts'
import { type RunningDesk, runDesk } from './run-desk.ts'

/** A portal of another company, with its own pages on its own origin. */
export interface Portal {
  origin: string
  /** Serves this body at a new address. */
  page: (body: string) => string
  /** What its server answers at a new path. */
  answers: (answer: () => string | Promise<string>) => string
}

export interface Portals {
  /** Listed in `PORTAL_ORIGINS`. */
  listed: Portal
  /** Not listed there. */
  stranger: Portal
  /** The desk as browsers know it. Chromium resolves `*.localhost`, Node does not. */
  deskUrl: string
}

/** A desk below a path, on a third origin, which lists one of two portals. */
export const test = base.extend<object, { portals: Portals & { desk: RunningDesk } }>({
  portals: [
    async ({ deskEnv }, use) => {
      const { listed, stranger, close } = await twoPortals()
      const folder = mkdtempSync(join(tmpdir(), 'desk-embed-'))
      const deskUrl = `http://desk.localhost:${await freePort()}/below`
      const desk = await runDesk(folder, {
        PORT: new URL(deskUrl).port,
        PUBLIC_URL: deskUrl,
        PORTAL_ORIGINS: `${listed.origin} https://*.portal.example`,
        ...deskEnv,
      })
      await use({ listed, stranger, deskUrl, desk })
      await desk.stop('SIGKILL')
      rmSync(folder, { recursive: true })
      close()
    },
    { scope: 'worker' },
  ],
  desk: [async ({ portals }, use) => use(portals.desk), { scope: 'worker' }],
  baseURL: async ({ portals }, use) => use(`${portals.deskUrl}/`),
})

/** A server for two portals, of which one is to be listed. */
export async function twoPortals() {
  const answers: (() => string | Promise<string>)[] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://portal.localhost')
    const respond = async () => {
      const text = await answers[Number(pathname.slice(1))]?.()
      response.writeHead(text === undefined ? 404 : 200, { 'Content-Type': 'text/html' })
      response.end(text)
    }
    void respond()
  })
  const port = await listening(server)
  const portal = (name: string): Portal => {
    const origin = `http://${name}.localhost:${port}`
    const add: Portal['answers'] = (answer) => `/${answers.push(answer) - 1}`
    const page = (body: string) =>
      `<!doctype html><html lang="en"><title>Intranet</title><body>${body}`
    return { origin, page: (body) => `${origin}${add(() => page(body))}`, answers: add }
  }
  return {
    listed: portal('portal'),
    stranger: portal('stranger'),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** A free port below 32768: those above belong to the system's own connections, and one may be taken before it is used. */
export async function freePort(): Promise<number> {
  const port = 10_000 + Math.floor(Math.random() * 20_000)
  const server = createServer().listen(port, '127.0.0.1')
  const isFree = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (!isFree) return freePort()
  server.close()
  await once(server, 'close')
  return port
}

/** Listens on a free port of loopback. */
export async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}

/** A portal's page as its README says, which writes down every event. `attributes` are those of the element. */
export function hearing({ deskUrl }: Pick<Portals, 'deskUrl'>, attributes: string): string {
  return `<ol aria-label="Heard"></ol>
    <script src="${deskUrl}/embed.js"></script>
    <appointment-desk ${attributes}></appointment-desk>
    <script>
      for (const name of ['ready', 'height', 'dirty', 'booked', 'unconfirmed', 'refused', 'sign-in-needed', 'moved', 'handed-over', 'completed', 'deleted', 'close', 'focus-exit'])
        document.querySelector('appointment-desk').addEventListener('appointment-desk:' + name, ({ detail }) => {
          const item = document.createElement('li')
          item.textContent = name + ' ' + JSON.stringify(detail)
          document.querySelector('ol').append(item)
        })
    </script>`
}

/** A portal's page which also hands the desk tokens that its server signs, asked for at this path. */
export function vouching(
  place: Pick<Portals, 'deskUrl'>,
  attributes: string,
  path: string,
): string {
  return `${hearing(place, attributes)}<script>
    document.querySelector('appointment-desk').token = async () => (await fetch('${path}')).text()
  </script>`
}

/** What the portal's page wrote down of one event. */
export function heard(page: Page, name: string): Locator {
  return page.getByRole('list', { name: 'Heard' }).getByText(new RegExp(`^${name} `))
}

/** What the last event of this name carried. */
export async function detailOf(page: Page, name: string): Promise<unknown> {
  const text = await heard(page, name).last().textContent()
  return JSON.parse(text?.slice(name.length) ?? '')
}
