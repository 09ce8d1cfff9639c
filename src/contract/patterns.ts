import { searchText } from './text.ts'

/** The form of ids and addresses, and the search for names, for the page and the BFF. */

/** The form of a LeadSquared id. */
export const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/**
 * Control characters (Unicode's category Cc). The API's description holds these patterns, and not every dialect of regular
 * expressions knows `\p{Cc}`.
 */
const control = String.raw`\u0000-\u001f\u007f-\u009f`

/** Text on one line. */
export const linePattern = new RegExp(`^[^${control}]*$`)

const emailPart = String.raw`[^\s@<>(),;:"[\]\\${control}]+`

/** An e-mail address as people type it, without space around it. */
export const emailPattern = new RegExp(String.raw`^${emailPart}@${emailPart}\.${emailPart}$`)

/** Letters that no decomposition turns into plain ones, and how people type them on a keyboard without them. */
const plainLetters: Readonly<Record<string, string>> = {
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
}

/** A name or a query as both sides compare them: without letter case, and without accents, which few keyboards have. */
export function searchable(text: string): string {
  const plain = searchText(text)
  if (/^[ -~]*$/.test(plain)) return plain.toLowerCase()
  return (
    plain
      .normalize('NFD')
      .replaceAll(/[\u0300-\u036f\u200c\u200d]/g, '')
      .toLowerCase()
      .replaceAll(/[øđðłħıßæœþ]/g, (letter) => plainLetters[letter] ?? letter)
      .normalize('NFC')
      // An accent by itself, such as U+00A8, was a blank with an accent.
      .replaceAll(/ +/g, ' ')
      .trim()
  )
}
