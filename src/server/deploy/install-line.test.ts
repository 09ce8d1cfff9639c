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

test('the page of operators gives every file of this folder a mention', () => {
  const text = readFileSync(join(top, 'src/server/README.md'), 'utf8')
  for (const word of ['Containerfile', 'systemd unit', 'nginx-two-instances.conf', 'scrape job']) {
    expect(text).toContain(word)
  }
})
