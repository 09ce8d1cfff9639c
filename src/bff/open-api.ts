import * as z from 'zod'
import { createDocument } from 'zod-openapi'
import type { Endpoint } from '#contract/endpoint.ts'
import * as endpoints from '#contract/endpoints.ts'
import { Problem } from '#contract/problem.ts'
import { takeHandover } from '#contract/sign-in-window.ts'
import { readPrefill, signInByPortal } from '#contract/sign-in.ts'

/** OpenAPI 3.1 of the HTTP API, generated from the very values that parse requests and answers. */
export function openApiDocument(publicUrl: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const endpoint of [...Object.values(endpoints), signInByPortal, takeHandover, readPrefill]) {
    const item = (paths[`/${endpoint.path}`] ??= {})
    item[endpoint.method.toLowerCase()] = operation(endpoint)
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Appointment Desk',
      version: '1',
      description:
        'Books LeadSquared appointments. Every error is application/problem+json (RFC 9457); an error answer to a booking certifies that nothing was created.',
    },
    servers: [{ url: publicUrl }],
    paths,
  })
}

function operation(endpoint: Endpoint) {
  const isBooking = endpoint.path === 'api/appointments'
  const success = Object.entries(endpoint.responses).map(([status, schema]) => [
    status,
    { description: endpoint.summary, content: { 'application/json': { schema } } },
  ])
  return {
    operationId: `${endpoint.method.toLowerCase()}-${endpoint.path.replaceAll(/\W+/g, '-')}`,
    summary: endpoint.summary,
    requestParams: {
      path: endpoint.pathParams,
      query: endpoint.query,
      ...(isBooking ? { header: z.object({ 'Idempotency-Key': z.uuid() }) } : {}),
    },
    ...(endpoint.method === 'POST'
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: endpoint.request } },
          },
        }
      : {}),
    responses: {
      ...Object.fromEntries(success),
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: Problem } },
      },
    },
  }
}
