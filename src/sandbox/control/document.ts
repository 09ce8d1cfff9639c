import { z } from 'zod'
import { createDocument } from 'zod-openapi'
import { type ControlEndpoint, controlEndpoints, isNone } from './contract.ts'

/** The body of every refusal (RFC 9457). */
const Refusal = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
})

/** OpenAPI 3.1 of the control plane, generated from the very values that parse requests and answers. */
export function controlDocument(): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [name, endpoint] of Object.entries(controlEndpoints)) {
    const item = (paths[`/${endpoint.path}`] ??= {})
    item[endpoint.method.toLowerCase()] = operation(name, endpoint)
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Control plane of the LeadSquared sandbox',
      version: '1',
      description:
        'For tests. No part of it exists in LeadSquared, and none of it stands below /v2/.',
    },
    servers: [{ url: '/__sandbox' }],
    paths,
  })
}

function operation(name: string, endpoint: ControlEndpoint) {
  const json = (schema: ControlEndpoint['request']) => ({ 'application/json': { schema } })
  return {
    operationId: name,
    summary: endpoint.summary,
    ...(isNone(endpoint.query) ? {} : { requestParams: { query: endpoint.query } }),
    ...(isNone(endpoint.request)
      ? {}
      : { requestBody: { required: true, content: json(endpoint.request) } }),
    responses: {
      200: { description: 'Done.', content: json(endpoint.response) },
      default: {
        description: 'Refused, as RFC 9457 says.',
        content: { 'application/problem+json': { schema: Refusal } },
      },
    },
  }
}
