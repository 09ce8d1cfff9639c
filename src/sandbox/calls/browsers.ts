/**
 * CORS headers allow a web page to call the sandbox. The vendor does not document them; about ten public landing pages
 * call Lead.Capture from a browser and would fail without it ([inferred], leadsquared-api.md 3.2, sandbox rule 7).
 */
import type { Call } from './connection.ts'
import type { SandboxAnswer } from './respond.ts'

/** The CORS headers for a caller that sends an Origin, as browsers do. No headers for other callers. */
export function browserHeaders(call: Call): Record<string, string> {
  if (call.header('origin') === undefined) return {}
  return {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'X-Sandbox-Invented, X-Sandbox-Inferred, X-Sandbox-Warning',
    'X-Sandbox-Inferred': 'CORS',
  }
}

/** The answer to a CORS preflight, which needs no keys; null for any other call. */
export function preflightAnswer(call: Call): SandboxAnswer | null {
  const method = call.header('access-control-request-method')
  if (call.method !== 'OPTIONS' || method === undefined) return null
  const headers = call.header('access-control-request-headers')
  return {
    status: 204,
    contentType: 'text/plain',
    body: '',
    isInvented: false,
    exceptionType: null,
    headers: {
      'Access-Control-Allow-Methods': 'GET, POST',
      ...(headers === undefined ? {} : { 'Access-Control-Allow-Headers': headers }),
      'Access-Control-Max-Age': '600',
    },
  }
}
