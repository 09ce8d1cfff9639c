import { z } from 'zod'

/** Names are similar if at most this part of their letters differs. */
const slipShare = 0.5

/** One sentence for each unknown member of a request, with the member that the caller perhaps meant. */
export function unknownMembers(schema: z.core.$ZodType, value: unknown, path = ''): string[] {
  const inner = unwrapped(schema)
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((item, index) => unknownMembers(inner.element, item, `${path}[${index}].`))
  }
  if (!(inner instanceof z.ZodObject) || typeof value !== 'object' || value === null) return []
  const shape: Record<string, z.core.$ZodType> = inner.shape
  return Object.entries(value).flatMap(([name, member]) => {
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined
    if (known) return unknownMembers(known, member, `${path}${name}.`)
    const meant = closest(name, Object.keys(shape))
    const question = meant === null ? '' : ` Did you mean ${meant}?`
    return [`${path}${name} is not a member of this call and is ignored.${question}`]
  })
}

function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return unwrapped(schema.unwrap())
  }
  return schema instanceof z.ZodPipe ? unwrapped(schema.in) : schema
}

/** The known name that is most like this one; null if none is similar. */
export function closest(name: string, known: readonly string[]): string | null {
  const rated = known
    .map((other) => ({ other, share: distance(name, other) / Math.max(name.length, other.length) }))
    .toSorted((one, other) => one.share - other.share)
  const [best] = rated
  return best && best.share <= slipShare ? best.other : null
}

/** The edit distance of two names. Letter case is ignored. */
function distance(one: string, other: string): number {
  const [from, to] = [one.slice(0, 64).toLowerCase(), other.toLowerCase()]
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [line, letter] of Array.from(from).entries()) {
    const next = [line + 1]
    for (const [column, wanted] of Array.from(to).entries()) {
      const changed = (row[column] ?? 0) + (letter === wanted ? 0 : 1)
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
