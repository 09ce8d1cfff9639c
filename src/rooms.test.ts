import { globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'

/**
 * The room table of src/README.md as data: what a room may import of ours, and which packages. A new arrow is a
 * decision: it is drawn here and explained in src/decisions.
 */
interface Room {
  rooms: readonly string[]
  packages: readonly string[]
  /** Whether Node's own modules are free here; `node:sqlite` is granted by name. */
  mayUseNode: boolean
}

const honoServer = ['hono', '@hono/node-server']
const rooms: Record<string, Room> = {
  contract: { rooms: [], packages: ['zod/mini'], mayUseNode: false },
  time: { rooms: [], packages: ['date-fns', '@date-fns/tz'], mayUseNode: false },
  wire: { rooms: [], packages: ['zod'], mayUseNode: false },
  leadsquared: { rooms: ['wire'], packages: ['zod', 'undici'], mayUseNode: true },
  sandbox: {
    rooms: ['wire'],
    packages: ['zod', 'zod-openapi', 'hono', 'node:sqlite'],
    mayUseNode: true,
  },
  store: { rooms: [], packages: ['zod', 'node:sqlite', 'pg'], mayUseNode: true },
  bff: {
    rooms: ['contract', 'time', 'wire', 'leadsquared', 'store'],
    packages: [
      'hono',
      'zod',
      'zod/mini',
      'zod-openapi',
      'lru-cache',
      'prom-client',
      'jose',
      'openid-client',
      'rate-limiter-flexible',
      'ical-generator',
    ],
    mayUseNode: true,
  },
  server: {
    rooms: ['bff', 'leadsquared', 'sandbox', 'store', 'contract'],
    packages: [...honoServer, 'undici', 'pino', 'zod', 'vite'],
    mayUseNode: true,
  },
  browser: {
    rooms: ['contract', 'time'],
    packages: [
      'react',
      'react-dom',
      'react-hook-form',
      '@hookform/resolvers',
      '@tanstack/react-query',
      'zod/mini',
    ],
    mayUseNode: false,
  },
  doctor: {
    rooms: ['contract', 'time', 'browser'],
    packages: ['react', 'react-dom'],
    mayUseNode: false,
  },
  embed: { rooms: ['contract'], packages: [], mayUseNode: false },
}

/** Where a room may look into another one only in part: the folders that it may import. */
const foldersOpenTo: Record<string, Record<string, readonly string[]>> = {
  doctor: { browser: ['host', 'styles', 'ui', 'words'] },
}

/** Packages that one file may use besides those of its room. */
const onlyIn: Record<string, string> = { 'react-dom/server': 'src/browser/prerender.tsx' }

const root = join(import.meta.dirname, '..')
const files = globSync('src/*/**/*.{ts,tsx}', { cwd: root }).filter(
  (file) => !/\.test\.tsx?$/.test(file) && !isTestSupport(file),
)

test.each(files)('%s imports only what its room may', (file) => {
  const faults = importsOf(file).flatMap((specifier) => faultOf(file, specifier) ?? [])
  expect(faults).toEqual([])
})

test('the embed room takes only types of the contract, because it must stay under 3 kB', () => {
  const values = files
    .filter((file) => roomOf(file) === 'embed')
    .flatMap((file) => valueImportsOf(file).filter((specifier) => specifier.startsWith('#')))
  expect(values).toEqual([])
})

test('no file of src stands outside a room', () => {
  const strays = files.filter((file) => !(roomOf(file) in rooms))
  expect(strays, `Put it into one of: ${Object.keys(rooms).join(', ')}`).toEqual([])
})

const mostFilesInAFolder = 15

test('no files of a room import each other in a circle, type imports included', () => {
  const inCircles = Object.keys(rooms).flatMap((room) =>
    filesInCircles(files.filter((file) => roomOf(file) === room)),
  )
  expect(inCircles, 'Move what two of these files need into a third one.').toEqual([])
})

test('no folder has more files than a reader can hold in mind', () => {
  const folders = Map.groupBy(files, (file) => dirname(file))
  const full = [...folders].filter(([, inside]) => inside.length > mostFilesInAFolder)
  expect(
    full.map(([folder]) => folder),
    `A folder with more than ${mostFilesInAFolder} files hides a subject.`,
  ).toEqual([])
})

/** Files from which a path of imports leads back to themselves. */
function filesInCircles(inRoom: readonly string[]): string[] {
  const imports = new Map(inRoom.map((file) => [file, neighboursOf(file)]))
  function reaches(target: string): boolean {
    const seen = new Set<string>()
    const open = [...(imports.get(target) ?? [])]
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      if (file === target) return true
      if (seen.has(file)) continue
      seen.add(file)
      open.push(...(imports.get(file) ?? []))
    }
    return false
  }
  return inRoom.filter(reaches)
}

/** The files of the same room that a file imports. */
function neighboursOf(file: string): string[] {
  return importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(root, join(root, file, '..', specifier)))
}

function faultOf(file: string, specifier: string): string | null {
  const name = roomOf(file)
  const room = rooms[name]
  if (!room) return null
  if (specifier.startsWith('./') || specifier.startsWith('../')) {
    const target = relative(root, join(root, file, '..', specifier))
    if (roomOf(target) === name) return null
    return `${specifier} leaves the room ${name}: import it as #${roomOf(target)}/…, if the room table allows that.`
  }
  if (specifier.startsWith('#')) {
    const [target = '', folder = ''] = specifier.slice(1).split('/')
    if (target === name) return `${specifier} is in this room: import it as ./…`
    const open = foldersOpenTo[name]?.[target]
    if (open && !open.includes(folder)) {
      return `${name} may look only into these folders of ${target}: ${open.join(', ')}.`
    }
    if (room.rooms.includes(target)) return null
    const homes = Object.keys(rooms).filter((other) => rooms[other]?.rooms.includes(target))
    return `${name} must not know ${target}. What needs both belongs into one of: ${homes.join(', ')}.`
  }
  if (room.packages.some((known) => known === specifier || specifier.startsWith(`${known}/`))) {
    return null
  }
  if (onlyIn[specifier] === file) return null
  if (isNode(specifier) && room.mayUseNode && specifier !== 'node:sqlite') return null
  const homes = Object.keys(rooms).filter((other) => rooms[other]?.packages.includes(specifier))
  return `${name} must not use ${specifier}. ${homes.length > 0 ? `It belongs into: ${homes.join(', ')}.` : 'A new package is a decision: draw it in src/rooms.test.ts.'}`
}

function importsOf(file: string): string[] {
  const { module } = parseSync(file, readFileSync(join(root, file), 'utf8'))
  return [
    ...module.staticImports.map((entry) => entry.moduleRequest.value),
    ...module.staticExports.flatMap((entry) =>
      entry.entries.flatMap((exported) => exported.moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.flatMap((entry) => literalOf(file, entry.moduleRequest)),
  ]
}

function valueImportsOf(file: string): string[] {
  const { module } = parseSync(file, readFileSync(join(root, file), 'utf8'))
  return module.staticImports
    .filter((entry) => entry.entries.some((imported) => !imported.isType))
    .map((entry) => entry.moduleRequest.value)
}

function literalOf(file: string, span: { start: number; end: number }): string[] {
  const text = readFileSync(join(root, file), 'utf8').slice(span.start, span.end)
  const literal = /^['"](.*)['"]$/.exec(text)?.[1]
  return literal === undefined ? [] : [literal]
}

function roomOf(file: string): string {
  return file.split('/')[1] ?? ''
}

function isNode(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier)
}

/** Files that only tests import; they are named so. */
function isTestSupport(file: string): boolean {
  return /\/test-[\w-]+\.tsx?$/.test(file)
}
