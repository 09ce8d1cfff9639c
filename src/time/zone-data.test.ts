import { expect, test } from 'vitest'
import { findDisagreement, tellOffsets } from './zone-data.ts'
import { offsetMinutes, parseIso, type Zone, zoneOf } from './zoned.ts'

const newYork = zone('America/New_York')
const kathmandu = zone('Asia/Kathmandu')
const summer = at('2027-07-01T00:00:00Z')
const winter = at('2027-01-01T00:00:00Z')
/** Somebody whose data do not know yet that New York stays on winter time. */
const withoutSummer = (moment: typeof summer, name: Zone) =>
  name === newYork ? -300 : offsetMinutes(moment, name)

test('each zone is told once, at each moment', () => {
  expect(tellOffsets([newYork, kathmandu, newYork], [winter, summer])).toEqual([
    { zone: newYork, at: '2027-01-01T00:00:00Z', offsetMinutes: -300 },
    { zone: newYork, at: '2027-07-01T00:00:00Z', offsetMinutes: -240 },
    { zone: kathmandu, at: '2027-01-01T00:00:00Z', offsetMinutes: 345 },
    { zone: kathmandu, at: '2027-07-01T00:00:00Z', offsetMinutes: 345 },
  ])
})

test('sides with the same data agree', () => {
  expect(findDisagreement(tellOffsets([newYork, kathmandu], [winter, summer]))).toBeNull()
  expect(findDisagreement([])).toBeNull()
})

test('a rule that only one side knows is found, whichever side that is', () => {
  const told = tellOffsets([kathmandu, newYork], [winter, summer], withoutSummer)
  const found = { zone: newYork, hereMinutes: -240, thereMinutes: -300 }
  expect(findDisagreement(told)).toEqual(found)
  const ours = tellOffsets([kathmandu, newYork], [winter, summer])
  expect(findDisagreement(ours, withoutSummer)).toEqual({
    zone: newYork,
    hereMinutes: -300,
    thereMinutes: -240,
  })
  // In winter the two rules are the same.
  expect(findDisagreement(tellOffsets([newYork], [winter], withoutSummer))).toBeNull()
})

test('a zone that this side does not know is a disagreement, and what cannot be read is none', () => {
  const told = { zone: 'Mars/Olympus', at: '2027-01-01T00:00:00Z', offsetMinutes: 39 }
  expect(findDisagreement([told])).toEqual({
    zone: 'Mars/Olympus',
    hereMinutes: null,
    thereMinutes: 39,
  })
  expect(findDisagreement([{ ...told, zone: newYork, at: 'soon' }])).toBeNull()
})

function zone(name: string): Zone {
  const known = zoneOf(name)
  if (known === null) throw new Error(`${name} is no zone.`)
  return known
}

function at(iso: string) {
  const instant = parseIso(iso)
  if (instant === null) throw new Error(`${iso} is no moment.`)
  return instant
}
