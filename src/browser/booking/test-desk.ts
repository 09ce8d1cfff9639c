import { createDesk, type Desk } from './desk.ts'

/** A desk whose BFF answers from this table: path, then body. What is not in it is answered with 503. */
export function testDesk(
  bodies: Map<string, unknown>,
  { path = '/', memory = new Map<string, string>() } = {},
): Desk & { asked: string[] } {
  const asked: string[] = []
  const storage = () => ({
    getItem: (name: string) => memory.get(name) ?? null,
    setItem: (name: string, text: string) => void memory.set(name, text),
    removeItem: (name: string) => void memory.delete(name),
  })
  const desk = createDesk({
    fetch: async (address) => {
      const path = address.split('?')[0] ?? ''
      asked.push(path)
      const body = bodies.get(path)
      return Response.json(body ?? {}, { status: body === undefined ? 503 : 200 })
    },
    authorization: () => null,
    sessionStorage: storage,
    localStorage: storage,
    crypto,
    path,
    about: null,
    now: () => 0,
    after: () => () => {},
  })
  return { ...desk, asked }
}
