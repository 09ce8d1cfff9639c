/** Every citation of `leadsquared-api.md` in the repository resolves to a section or a rule of that file. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const sheetPath = 'src/wire/leadsquared-api.md'
const sheet = readFileSync(join(root, sheetPath), 'utf8')

const number = String.raw`\d+(?:\.\d+)?`
const numbers = `${number}(?:(?:,| to| and|, and| or) ${number})*`
const sections = sectionsOf(sheet)
const rules = { client: rulesOf('10'), sandbox: rulesOf('11') }
const citations = globSync(['*.md', '{src,e2e}/**/*.{ts,tsx,md}'], { cwd: root })
  .filter((file) => file !== sheetPath && file !== 'src/wire/sheet.test.ts')
  .flatMap((file) => citationsOf(file, unwrapped(readFileSync(join(root, file), 'utf8'))))

interface Citation {
  file: string
  text: string
  kind: 'section' | 'client' | 'sandbox'
  numbers: string[]
}

describe('citations', () => {
  test('sections and rules of both kinds are cited', () => {
    const kinds = new Set(citations.map(({ kind }) => kind))
    expect([...kinds].toSorted()).toEqual(['client', 'sandbox', 'section'])
    expect(citations.length).toBeGreaterThan(100)
  })

  test.each(citations.map((citation) => [citation.file, citation.text, citation] as const))(
    '%s cites %s',
    (_, __, { kind, numbers: cited }) => {
      const known = kind === 'section' ? sections : rules[kind]
      expect(cited.filter((wanted) => !known.has(wanted))).toEqual([])
    },
  )
})

describe('the sheet itself', () => {
  test('numbers its rules without a gap', () => {
    expect([...rules.client]).toEqual(upTo(rules.client.size))
    expect([...rules.sandbox]).toEqual(upTo(rules.sandbox.size))
    expect([rules.client.size, rules.sandbox.size]).toEqual([39, 45])
  })

  test('cites sections and rules that exist', () => {
    const own = citationsOf(sheetPath, sheet).filter(({ kind }) => kind !== 'section')
    const dead = own.filter((cited) =>
      cited.numbers.some((wanted) => cited.kind !== 'section' && !rules[cited.kind].has(wanted)),
    )
    const linked = [...sheet.matchAll(/\(#(\d+)-/g)].map(([, section = '']) => section)
    expect([dead, linked.filter((section) => !sections.has(section))]).toEqual([[], []])
  })

  test('links every example, and every link has its file', () => {
    const linked = [...sheet.matchAll(/\]\((examples\/[\w-]+\.json)\)/g)].map(
      ([, path = '']) => path,
    )
    const files = globSync('examples/*.json', { cwd: import.meta.dirname })
    expect([...new Set(linked)].toSorted()).toEqual(files.toSorted())
  })
})

function citationsOf(file: string, text: string): Citation[] {
  const ofSheet = new RegExp(String.raw`leadsquared-api\.md (${numbers})`, 'g')
  const ofRules = new RegExp(`(client|sandbox) rules? (${numbers})`, 'gi')
  return [
    ...[...text.matchAll(ofSheet)].map(([whole, list = '']): Citation => {
      return { file, text: whole, kind: 'section', numbers: expanded(list) }
    }),
    ...[...text.matchAll(ofRules)].map(([whole, kind = '', list = '']): Citation => {
      const isClient = kind.toLowerCase() === 'client'
      return { file, text: whole, kind: isClient ? 'client' : 'sandbox', numbers: expanded(list) }
    }),
  ]
}

/** `21 to 23` as 21, 22, 23; `2, 3 and 5` as it stands; `6.2 to 6.4` by its parts. */
function expanded(list: string): string[] {
  const ends = [...list.matchAll(new RegExp(`(${number})(?: to (${number}))?`, 'g'))]
  return ends.flatMap(([, from = '', to]) => (to === undefined ? [from] : rangeOf(from, to)))
}

function rangeOf(from: string, to: string): string[] {
  const [chapter = '', first] = from.split('.')
  if (first === undefined) return upTo(Number(to)).slice(Number(from) - 1)
  const [, last = '0'] = to.split('.')
  return upTo(Number(last))
    .slice(Number(first) - 1)
    .map((part) => `${chapter}.${part}`)
}

function upTo(last: number): string[] {
  return Array.from({ length: last }, (_, index) => String(index + 1))
}

/** Headings such as `## 6. Task calls`, `### 6.11 …` and `### 8.2 to 8.4 …`. */
function sectionsOf(text: string): Set<string> {
  const heading = new RegExp(`^#{2,3} (${number}(?: to ${number})?)[. ]`, 'gm')
  return new Set([...text.matchAll(heading)].flatMap(([, list = '']) => expanded(list)))
}

/** The numbered list of a section. */
function rulesOf(section: string): Set<string> {
  const [, body = ''] = sheet.split(new RegExp(`^## ${section}\\. .*$`, 'm'))
  const [list = ''] = body.split(/^## /m)
  return new Set([...list.matchAll(/^(\d+)\. /gm)].map(([, rule = '']) => rule))
}

/** A comment that is broken over lines reads as one line. */
function unwrapped(text: string): string {
  return text.replaceAll(/\n[ \t]*(?:\*|\/\/|#)?[ \t]*/g, ' ')
}
