/** Shorter values occur in innocent text, and hiding them would hide that. */
const shortestSecretLength = 8

/**
 * Makes a function that takes every secret out of a text, in the spellings in which it may stand there: as it is,
 * percent-encoded, and inside JSON.
 */
export function secretHider(secrets: readonly string[]): (text: string) => string {
  const spellings = [...new Set(secrets)]
    .filter((secret) => secret.length >= shortestSecretLength)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      encodeURIComponent(secret).toLowerCase(),
      JSON.stringify(secret).slice(1, -1),
    ])
  const distinct = [...new Set(spellings)].toSorted((a, b) => b.length - a.length)
  return (text) => distinct.reduce((rest, spelling) => rest.replaceAll(spelling, '[secret]'), text)
}
