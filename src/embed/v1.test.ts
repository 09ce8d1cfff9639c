import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, expectTypeOf, test } from 'vitest'
import { sandboxFlags } from '#doctor/words/en/portals.ts'
import type * as contract from '#contract/host-messages.ts'
import type { Booked, DeskEvents, Mode, PrefillField, PrefillValues, Theme } from './v1.ts'

type Members<T extends contract.PageMessage['type']> = Omit<
  Extract<contract.PageMessage, { type: T }>,
  'desk' | 'type'
>

test('the published types are those of the contract', () => {
  expectTypeOf<PrefillField>().toEqualTypeOf<contract.PrefillField>()
  expectTypeOf<PrefillValues>().toEqualTypeOf<contract.PrefillValues>()
  expectTypeOf<Theme>().toEqualTypeOf<contract.Theme>()
  expectTypeOf<keyof DeskEvents>().toEqualTypeOf<contract.PageMessage['type']>()
  expectTypeOf<Booked>().toEqualTypeOf<Members<'booked'>>()
  expectTypeOf<DeskEvents['moved']>().toEqualTypeOf<Members<'moved'>>()
  expectTypeOf<DeskEvents['handed-over']>().toEqualTypeOf<Members<'handed-over'>>()
  expectTypeOf<DeskEvents['completed']>().toEqualTypeOf<Members<'completed'>>()
  expectTypeOf<DeskEvents['deleted']>().toEqualTypeOf<Members<'deleted'>>()
  expectTypeOf<DeskEvents['height']>().toEqualTypeOf<Members<'height'>>()
  expectTypeOf<DeskEvents['dirty']>().toEqualTypeOf<Members<'dirty'>>()
  expectTypeOf<DeskEvents['refused']>().toEqualTypeOf<Members<'refused'>>()
  expectTypeOf<DeskEvents['focus-exit']>().toEqualTypeOf<Members<'focus-exit'>>()
  expectTypeOf<Mode>().toEqualTypeOf<Extract<contract.HostMessage, { type: 'init' }>['mode']>()
})

test('the frame has the sandbox that the doctor tells people to write', () => {
  expect(readFileSync(join(import.meta.dirname, 'desk-element.ts'), 'utf8')).toContain(
    `'${sandboxFlags}'`,
  )
})

test('the published types stand alone', () => {
  expect(readFileSync(join(import.meta.dirname, 'v1.ts'), 'utf8')).not.toMatch(/\bimport\b/)
})
