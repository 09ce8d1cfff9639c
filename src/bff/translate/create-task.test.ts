import { expect, test } from 'vitest'
import { CreateTaskRequest } from '#wire/task/create.ts'
import { leadId, ownerId, plan } from '../booking/test-booking.ts'
import { toCreateTask } from './create-task.ts'

test('a plan becomes a documented create body', () => {
  const body = toCreateTask(plan(), 'description')
  expect(CreateTaskRequest.parse(body)).toEqual(body)
  expect(body).toEqual({
    Name: 'Demo with Acme',
    Description:
      'Bring the contract.\n\nBooked by priya@example.com with Appointment Desk, ref AD-7F3K9Q',
    RelatedEntity: 1,
    RelatedEntityId: leadId,
    DueDate: '2026-11-24 05:00:00',
    EndDate: '2026-11-24 05:30:00',
    Reminder: 15,
    NotifyBy: '1100',
    OwnerId: ownerId,
    TaskType: { Name: 'Meeting ' },
    Location: 'Room 1',
    CustomFields: { mx_Custom_1: 'Inspection' },
  })
})

test('what was left out is not sent, and no lead is RelatedEntity 0 without an id', () => {
  const body = toCreateTask(
    plan({
      lead: null,
      startMs: null,
      endMs: null,
      location: null,
      reminderMinutes: null,
      notifyOwner: false,
      customFields: {},
      description: '',
    }),
    'off',
  )
  expect(CreateTaskRequest.parse(body)).toEqual(body)
  expect(body).toEqual({
    Name: 'Demo with Acme',
    Description: '',
    RelatedEntity: 0,
    RelatedEntityId: '',
    NotifyBy: '1000',
    OwnerId: ownerId,
    TaskType: { Name: 'Meeting ' },
  })
})

test('an owner who was named by e-mail is sent by e-mail alone, though the id is known', () => {
  const body = toCreateTask(plan({ owner: { ...plan().owner, sentAs: 'email' } }), 'description')
  expect(body).toMatchObject({ OwnerEmailAddress: 'ravi@example.com' })
  expect(body).not.toHaveProperty('OwnerId')
})

test('the marker goes where the operator wants it', () => {
  expect(toCreateTask(plan(), 'off').Description).toBe('Bring the contract.')
  const inField = toCreateTask(plan({ booker: null }), 'mx_Custom_9')
  expect(inField.Description).toBe('Bring the contract.')
  expect(inField.CustomFields).toEqual({
    mx_Custom_1: 'Inspection',
    mx_Custom_9: 'Booked with Appointment Desk, ref AD-7F3K9Q',
  })
})
