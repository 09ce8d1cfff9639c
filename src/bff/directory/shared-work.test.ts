import { expect, test } from 'vitest'
import { createSharedWork } from './shared-work.ts'

function setUp() {
  const share = createSharedWork<string>()
  const begun: { signal: AbortSignal; finish: (value: string) => void }[] = []
  const ask = (key: string, asker?: AbortSignal) =>
    share(
      key,
      asker,
      (signal) =>
        new Promise((resolve, reject) => {
          begun.push({ signal, finish: resolve })
          signal.addEventListener('abort', () => reject(new Error('withdrawn')))
        }),
    )
  return { ask, begun }
}

test('those who ask for the same at the same time share one piece of work, and later ones begin anew', async () => {
  const { ask, begun } = setUp()
  const both = Promise.all([ask('lena'), ask('lena')])
  const other = ask('ravi')
  expect(begun).toHaveLength(2)
  begun[0]?.finish('Lena')
  begun[1]?.finish('Ravi')
  expect(await both).toEqual(['Lena', 'Lena'])
  expect(await other).toBe('Ravi')
  const again = ask('lena')
  begun[2]?.finish('Lena again')
  expect(await again).toBe('Lena again')
})

test('it goes on while somebody waits, and is withdrawn with the last', async () => {
  const { ask, begun } = setUp()
  const [first, second] = [new AbortController(), new AbortController()]
  const all = [ask('lena', first.signal), ask('lena', second.signal)]
  first.abort()
  expect(begun[0]?.signal.aborted).toBe(false)
  second.abort()
  expect(begun[0]?.signal.aborted).toBe(true)
  await expect(Promise.all(all)).rejects.toThrow('withdrawn')
  const again = ask('lena')
  expect(begun).toHaveLength(2)
  begun[1]?.finish('Lena')
  expect(await again).toBe('Lena')
})
