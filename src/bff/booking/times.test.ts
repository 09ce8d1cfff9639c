import { expect, test } from 'vitest'
import { readTimes } from './request.ts'
import { ownerId } from './test-booking.ts'

function faultsOf(start: string | undefined, end: string | undefined) {
  const request = {
    taskType: { name: 'Meeting' },
    owner: { id: ownerId },
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
  }
  return readTimes(request).faults.map(({ pointer, rule, limit }) => [pointer, rule, limit])
}

test('times of any offset become the same moments, cut to the second', () => {
  const request = { taskType: { name: 'Meeting' }, owner: { id: ownerId } }
  expect(
    readTimes({ ...request, start: '2026-11-24T10:30:00.900+05:30', end: '2026-11-24T05:30Z' }),
  ).toEqual({
    startMs: Date.UTC(2026, 10, 24, 5),
    endMs: Date.UTC(2026, 10, 24, 5, 30),
    faults: [],
  })
  expect(readTimes(request)).toEqual({ startMs: null, endMs: null, faults: [] })
})

test.each([
  ['2026-02-30T10:00Z', undefined, ['/start', 'malformed', undefined]],
  ['2027-02-29T10:00Z', undefined, ['/start', 'malformed', undefined]],
  ['2026-11-24T24:00Z', undefined, ['/start', 'malformed', undefined]],
  ['2026-11-24T10:00+99:00', undefined, ['/start', 'malformed', undefined]],
  ['0001-01-01T00:00Z', undefined, ['/start', 'too-early', 2000]],
  ['1999-12-31T23:59:59Z', undefined, ['/start', 'too-early', 2000]],
  ['2101-01-01T00:00:00Z', undefined, ['/start', 'too-late', 2100]],
  ['9999-12-31T23:59Z', undefined, ['/start', 'too-late', 2100]],
  [undefined, '2026-11-24T10:00Z', ['/end', 'needs-start', undefined]],
  ['2026-11-24T10:00Z', '2026-11-24T10:00Z', ['/end', 'not-after-start', undefined]],
  ['2026-11-24T10:00Z', '2026-11-24T10:00:00+05:30', ['/end', 'not-after-start', undefined]],
  ['2026-11-24T10:00Z', '2026-12-25T10:01Z', ['/end', 'too-long', 31 * 24 * 60]],
])('%s to %s is refused as %j', (start, end, fault) => {
  expect(faultsOf(start, end)).toEqual([fault])
})

test.each([
  ['2000-01-01T00:00:00Z', undefined],
  ['2100-12-31T23:59:59Z', undefined],
  ['2026-11-24T10:00Z', '2026-11-24T10:00:01Z'],
  ['2026-11-24T10:00Z', '2026-12-25T10:00Z'],
])('%s to %s is taken', (start, end) => {
  expect(faultsOf(start, end)).toEqual([])
})

test('an end that does not exist and has no start gets both faults', () => {
  expect(faultsOf(undefined, '2026-02-30T10:00Z')).toEqual([
    ['/end', 'malformed', undefined],
    ['/end', 'needs-start', undefined],
  ])
})
