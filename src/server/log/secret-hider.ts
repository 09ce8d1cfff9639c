/** Shorter values also occur in harmless text, which would be hidden as well. */
const shortestSecretLength = 8

/**
 * Creates a function that removes every secret from a text in all the forms in which it may occur: unchanged,
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
