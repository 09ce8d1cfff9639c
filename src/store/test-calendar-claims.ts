import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Stores } from './stores.ts'

/** Tests for every engine. `open` opens an empty store, `reopen` opens the same store as another instance. */
export function testCalendarClaims(
  open: () => Promise<Stores>,
  reopen: () => Promise<Stores>,
): void {
  let stores: Stores
  beforeEach(async () => {
    stores = await open()
  })
  afterEach(() => stores.close())

  test('one instance reads what another one wrote', async () => {
    expect(await stores.calendarClaims.read('ravi')).toEqual({ version: 0, text: null })
    expect(await stores.calendarClaims.swap('ravi', 0, '[1]')).toBe(true)
    expect(await stores.calendarClaims.swap('ravi', 1, '[1,2]')).toBe(true)
    const other = await reopen()
    expect(await other.calendarClaims.read('ravi')).toEqual({ version: 2, text: '[1,2]' })
    expect(await other.calendarClaims.read('priya')).toEqual({ version: 0, text: null })
    await other.close()
  })

  test.each([0, 1])(
    'of twenty that change version %i at the same moment exactly one does',
    async (version) => {
      if (version > 0) await stores.calendarClaims.swap('ravi', 0, '[]')
      const other = await reopen()
      const written = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? stores : other).calendarClaims.swap('ravi', version, `[${index}]`),
        ),
      )
      const winner = written.indexOf(true)
      expect(written.filter(Boolean)).toHaveLength(1)
      expect(await other.calendarClaims.read('ravi')).toEqual({
        version: version + 1,
        text: `[${winner}]`,
      })
      await other.close()
    },
  )
}
