import * as z from 'zod'
import { createDocument } from 'zod-openapi'
import type { Endpoint } from '#contract/endpoint.ts'
import {
  completeAppointment,
  deleteAppointment,
  getAnyAttempt,
  getAppointment,
  getCalendarFile,
  handOverAppointment,
  moveAppointment,
  withdrawAnyAttempt,
} from '#contract/change.ts'
import * as endpoints from '#contract/endpoints.ts'
import { Problem } from '#contract/problem.ts'
import { takeHandover } from '#contract/sign-in/window.ts'
import { readPrefill, signInByPortal } from '#contract/sign-in/portal.ts'
import { takesBody } from './route.ts'

const allEndpoints: readonly Endpoint[] = [
  ...Object.values(endpoints),
  getAppointment,
  moveAppointment,
  handOverAppointment,
  completeAppointment,
  deleteAppointment,
  getAnyAttempt,
  withdrawAnyAttempt,
  signInByPortal,
  takeHandover,
  readPrefill,
]

/** What each call is for. A test holds the list complete. */
const summaries: Readonly<Record<string, string>> = {
  'GET api/session': 'Who is asking, and what the screen needs at its start',
  'GET api/task-types': "The tenant's active appointment types in the tenant's order",
  'GET api/owners': 'Active users by name or e-mail; without a query the first ones',
  'GET api/leads': 'Leads by name, e-mail, phone or company; a lead id finds that lead',
  'POST api/appointments': 'Book an appointment, once per Idempotency-Key',
  'GET api/appointments/{taskId}': 'What LeadSquared has now of an appointment',
  'POST api/appointments/{taskId}/move': 'Move an appointment, once per Idempotency-Key',
  'POST api/appointments/{taskId}/hand-over': 'Give an appointment to another owner',
  'POST api/appointments/{taskId}/complete': 'Mark an appointment as completed',
  'DELETE api/appointments/{taskId}': 'Delete an appointment; done when LeadSquared has it no more',
  'GET api/attempts/{key}': 'What became of an attempt of the same person',
  'DELETE api/attempts/{key}': 'Withdraw an attempt while it waits and nothing was sent',
  'GET api/attempts': "The person's own attempts, newest first",
  'GET api/days': "An owner's days: appointments and working hours, at most 7 days",
  'GET api/free': 'The first free times of an owner within working hours, at most 14 days on',
  'GET api/doctor': 'What the doctor page compares with what the browser sees',
  'POST api/session/portal': "Exchange a portal's token (purpose sign-in, once) for a bearer",
  'POST api/prefill': "Read what a portal's token (purpose prefill) fills and locks",
  'POST api/session/handover': 'Exchange the code of a sign-in window, once, for a session cookie',
}

const aProblem = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: Problem } },
}

/** The one answer that is no JSON. The same people may ask for it as for the appointment; everybody else gets 404. */
const calendarFile = {
  operationId: 'get-calendar-file',
  summary: 'The calendar file of an appointment (RFC 5545); cancelled after it was deleted',
  requestParams: { path: getCalendarFile.pathParams },
  responses: {
    200: {
      description: 'One VEVENT with a UID that follows from the task',
      headers: z.object({
        'Content-Disposition': z.literal('attachment; filename="appointment.ics"'),
      }),
      content: { 'text/calendar': { schema: z.string() } },
    },
    404: { ...aProblem, description: 'There is no such appointment, or it is not yours' },
    default: aProblem,
  },
}

/** OpenAPI 3.1 of the HTTP API, generated from the very values that parse requests and answers. */
export function openApiDocument(publicUrl: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const endpoint of allEndpoints) {
    const item = (paths[`/${endpoint.path}`] ??= {})
    item[endpoint.method.toLowerCase()] = operation(endpoint)
  }
  paths[`/${getCalendarFile.path}`] = { get: calendarFile }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Appointment Desk',
      version: '1',
      description:
        'Books LeadSquared appointments. Every error is application/problem+json (RFC 9457). Only an error with outcome "refused" certifies that nothing was created; any other says nothing about the booking, and GET api/attempts/{key} tells what became of it.',
    },
    servers: [{ url: publicUrl }],
    paths,
  })
}

function operation(endpoint: Endpoint) {
  const summary = summaries[`${endpoint.method} ${endpoint.path}`] ?? ''
  const isBooking = endpoint.path.startsWith('api/appointments') && endpoint.method !== 'GET'
  const success = Object.entries(endpoint.responses).map(([status, schema]) => [
    status,
    { description: summary, content: { 'application/json': { schema } } },
  ])
  return {
    operationId: `${endpoint.method.toLowerCase()}-${endpoint.path.replaceAll(/\W+/g, '-')}`,
    summary,
    requestParams: {
      path: endpoint.pathParams,
      query: endpoint.query,
      ...(isBooking ? { header: z.object({ 'Idempotency-Key': z.uuid() }) } : {}),
    },
    ...(takesBody(endpoint)
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: endpoint.request } },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(success),
      default: aProblem,
    },
  }
}
