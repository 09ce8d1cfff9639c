import { expect, test } from 'vitest'
import { type FieldError, type ProblemCode, problemStatus } from '#contract/problem.ts'
import { faultsOfProblem } from './problem-place.ts'

test('an unknown owner is the fault of the owner field', () => {
  expect(faults('unknown-owner')).toEqual(['owner owner-unknown'])
})

test('pointers lead to the fields that they came from', () => {
  expect(faults('invalid-request', [error('/owner/email', 'malformed')])).toEqual([
    'owner owner-not-chosen',
  ])
  expect(faults('invalid-request', [error('/end', 'not-after-start')])).toEqual([
    'endText end-not-after-start',
  ])
  expect(faults('missing-field', [error('/customFields/mx_Custom_1', 'required')])).toEqual([
    'customFields.mx_Custom_1 field-required',
  ])
  expect(faults('missing-field', [error('/location', 'required')])).toEqual([
    'location location-required',
  ])
})

test('a pointer to nothing on the screen leaves only the notice', () => {
  for (const pointer of ['', '/onRepeat', '/constructor', '/customFields', '?limit']) {
    expect(faults('invalid-request', [error(pointer, 'malformed')])).toEqual([])
  }
})

test('breakage and busyness are nobody’s field', () => {
  expect(faults('internal', [error('/owner', 'malformed')])).toEqual([])
  expect(faults('leadsquared-busy')).toEqual([])
})

function faults(code: ProblemCode, errors: FieldError[] = []): string[] {
  const words = { type: 'urn:x', title: 'x', detail: 'x', instance: 'urn:y' }
  const status = problemStatus[code]
  return faultsOfProblem({ ...words, code, status, errors }).map(
    ({ field, fault }) => `${field} ${fault}`,
  )
}

function error(pointer: string, rule: FieldError['rule']): FieldError {
  return { pointer, rule, detail: 'x' }
}
