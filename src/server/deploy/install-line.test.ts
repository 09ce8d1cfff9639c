import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const top = join(import.meta.dirname, '../../..')
const line = 'npm ci && npm run build && npm prune --omit=dev --omit=optional'

test.each(['README.md', 'src/contract/README.md', 'src/server/README.md'])(
  '%s installs for production as the others do',
  (page) => {
    const text = readFileSync(join(top, page), 'utf8')
    expect(text).toContain(line)
    expect(text.match(/npm prune/g)).toHaveLength(1)
  },
)

test.each(['src/server/README.md', 'appointment-desk.service', 'Containerfile'])(
  '%s starts Node as npm start does',
  (name) => {
    const start = readFileSync(join(top, 'package.json'), 'utf8')
    const [, flags = ''] = /"start": "NODE_COMPILE_CACHE=.* exec node (.*) src/.exec(start) ?? []
    const path = name.includes('/') ? join(top, name) : join(import.meta.dirname, name)
    const text = readFileSync(path, 'utf8').replaceAll('", "', ' ')
    expect(flags).toMatch(/^--/)
    expect(text).toMatch(new RegExp(`node ${flags}.* src/server/main.ts`))
    expect(text).toContain('NODE_COMPILE_CACHE=')
    expect(text).toContain('MALLOC_ARENA_MAX=1')
  },
)

test('the page of operators gives every file of this folder a mention', () => {
  const text = readFileSync(join(top, 'src/server/README.md'), 'utf8')
  for (const word of ['Containerfile', 'systemd unit', 'nginx-two-instances.conf', 'scrape job']) {
    expect(text).toContain(word)
  }
})
