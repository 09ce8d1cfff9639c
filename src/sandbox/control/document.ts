import { z } from 'zod'
import { createDocument } from 'zod-openapi'
import { type ControlEndpoint, controlEndpoints, isNone } from './contract.ts'

/** The body of every refusal, a problem of RFC 9457. */
const Refusal = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
})

/** The OpenAPI 3.1 document of the control plane, generated from the schemas that parse its requests and answers. */
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
      description: 'For tests. LeadSquared has no such calls, and none of them is below /v2/.',
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
        description: 'Refused, with a problem of RFC 9457.',
        content: { 'application/problem+json': { schema: Refusal } },
      },
    },
  }
}
