import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/**
 * A class that a component names and its style sheet does not have is silently no class at all, and so is a rule for a
 * class that nothing names any more.
 */
const root = join(import.meta.dirname, '../..')
const components = globSync('{browser,doctor}/**/*.{ts,tsx}', { cwd: root })
const sheets = globSync('{browser,doctor}/**/*.module.css', { cwd: root })

/** The classes that components name, by sheet. */
const named = new Map<string, Set<string>>(sheets.map((sheet) => [sheet, new Set()]))
for (const file of components) {
  const code = readFileSync(join(root, file), 'utf8')
  for (const [, name, path] of code.matchAll(/^import (\w+) from '([^']+\.module\.css)'/gm)) {
    const sheet = join(dirname(file), path ?? '')
    const uses = code
      .replaceAll(/ from '[^']+'/g, '')
      .matchAll(new RegExp(String.raw`\b${name}(?:\.(\w+)|\['([\w-]+)'\])`, 'g'))
    for (const [, dotted, quoted] of uses) named.get(sheet)?.add(dotted ?? quoted ?? '')
  }
}

test.each(sheets)('%s has the classes that components name, and no others', (sheet) => {
  const css = readFileSync(join(root, sheet), 'utf8').replaceAll(/\/\*[^]*?\*\//g, '')
  const selectors = [...css.matchAll(/([^{};]+)\{/g)].map(([, selector]) => selector ?? '')
  const classes = selectors.flatMap((selector) =>
    [...selector.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name]) => name),
  )
  expect(new Set(classes)).toEqual(named.get(sheet))
})
