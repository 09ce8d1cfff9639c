import { expect, test } from 'vitest'
import { Appointment } from '#contract/appointment.ts'
import { plan, storedTask } from '../booking/test-booking.ts'
import { appointmentSent, appointmentStored } from './appointment.ts'

test('a task stored as it was sent gives the same receipt as what was sent', () => {
  const sent = appointmentSent(plan())
  expect(Appointment.parse(sent)).toEqual(sent)
  expect(appointmentStored(storedTask(), plan())).toEqual(sent)
})

test('the stored task tells the times that LeadSquared chose', () => {
  const open = plan({ startMs: null, endMs: null })
  expect(appointmentSent(open)).toMatchObject({ start: null, end: null })
  expect(appointmentStored(storedTask(), open)).toMatchObject({
    start: '2026-11-24T05:00:00.000Z',
    end: '2026-11-24T05:30:00.000Z',
  })
})

test('members that a row leaves out are taken from what was sent', () => {
  const row = storedTask({
    TaskType: null,
    OwnerId: null,
    OwnerName: '',
    OwnerEmailAddress: null,
    Name: '',
    EndDate: null,
    RelatedEntity: null,
    RelatedEntityId: null,
    RelatedEntityIdName: '',
    NotifyBy: '',
  })
  expect(appointmentStored(row, plan())).toEqual(appointmentSent(plan()))
  const withoutId = storedTask({ RelatedEntityId: null, RelatedEntityIdName: '' })
  expect(appointmentStored(withoutId, plan()).lead).toEqual(plan().lead)
})

test('a task that LeadSquared stored otherwise is shown as it was stored', () => {
  const row = storedTask({ RelatedEntity: 0, RelatedEntityId: null, NotifyBy: '1000' })
  expect(appointmentStored(row, plan())).toMatchObject({ lead: null, notifyOwner: false })
})

test('no reminder is no reminder, though LeadSquared prints 0', () => {
  const row = storedTask({ Reminder: 0 })
  expect(appointmentStored(row, plan({ reminderMinutes: null })).reminderMinutes).toBeNull()
  expect(appointmentStored(row, plan({ reminderMinutes: 0 })).reminderMinutes).toBe(0)
})
