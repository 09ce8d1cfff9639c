/** First and last name as people read them; "" where there is neither. Either may be missing (client rules 33 and 37). */
export function fullName(row: {
  FirstName?: string | null | undefined
  LastName?: string | null | undefined
}): string {
  return [row.FirstName, row.LastName].filter(Boolean).join(' ').trim()
}
