/**
 * Normalises typed and pasted text: one function per purpose, used by the page and by the BFF, so that both mean
 * the same text. The values of a `select` field and the names of task types are the tenant's spelling and pass none of
 * these.
 */

/** Control characters, which LeadSquared's own screens cannot show. */
const control = /\p{Cc}/gu
const controlButLineBreaks = /[^\P{Cc}\n\r]/gu
/** Unicode's own line breaks, which are no control characters. */
const lineSeparators = /[\u2028\u2029]/g

/**
 * Free text on one line, such as a subject: composed letters (NFC), a blank for each control character, no blanks at the ends.
 * Text without a visible character becomes empty.
 */
export function lineText(text: string): string {
  return visible(text.normalize('NFC').replaceAll(control, ' ').replaceAll(lineSeparators, ' '))
}

/**
 * Cleans free text of several lines, such as a description, like `lineText` but keeps the line breaks. Both functions keep
 * the joiners (U+200C, U+200D), because Hindi, Malayalam, Persian and many emoji need them.
 */
export function paragraphText(text: string): string {
  return visible(text.normalize('NFC').replaceAll(controlButLineBreaks, ' '))
}

function visible(text: string): string {
  return searchText(text) === '' ? '' : text.trim()
}

/**
 * Characters that no reader sees: marks of direction, zero-width blanks, soft hyphens, variation selectors. Pasted text
 * often contains them. Joiners after a letter are kept, except in Latin, Greek and Cyrillic text, which does not need them.
 */
const invisible =
  /(?!(?<=(?![\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}])[\p{L}\p{M}])[\u200c\u200d])[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/**
 * Normalizes the text of a search: letters in their plain form (NFKC, for example full-width letters), digits of all
 * scripts as 0 to 9, straight apostrophes and quotation marks, plain hyphens, single blanks, no invisible characters.
 */
export function searchText(text: string): string {
  // Most of what is typed is ASCII. The patterns below take the browser milliseconds to prepare for their first use.
  if (/^[ -~]*$/.test(text)) return text.replaceAll('`', "'").replaceAll(/ +/g, ' ').trim()
  // NFKC makes a blank with an accent of U+00B4.
  const plain = text.replaceAll(control, ' ').replaceAll('\u00b4', "'").normalize('NFKC')
  return digitsOfAllScripts(plain)
    .replaceAll(invisible, '')
    .replaceAll(/[\u2018\u2019\u201a\u201b\u02bc\u02bb\u2032`]/g, "'")
    .replaceAll(/[\u201c-\u201f\u2033]/g, '"')
    .replaceAll(/[\p{Pd}\u2212]/gu, '-')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/**
 * The words of a search, without the punctuation between them: `Nair, Priya` is two words. An address in angle brackets,
 * as mail programs copy it, says more than the name before it: `Priya Nair <priya.nair@example.com>` is one word.
 */
export function searchWords(text: string): string[] {
  const plain = searchText(text)
  const address = addressOf(plain)
  const punctuation = address === null ? /[\s,;<>"[\]]+/ : /\s+/
  return (address ?? plain).split(punctuation).filter(Boolean)
}

/**
 * An e-mail address out of what was pasted: nothing invisible, no `mailto:`, and only the address of `Name <address>`.
 * Text that holds no address comes back cleaned and otherwise as it was.
 */
export function emailText(text: string): string {
  const plain = searchText(text)
  return addressOf(plain) ?? plain
}

function addressOf(plain: string): string | null {
  const [, inBrackets] = /<\s*([^<>\s]+@[^<>\s]+)\s*>/.exec(plain) ?? []
  const [, ofLink] = /^mailto:([^?\s]+@[^?\s]+)/i.exec(inBrackets ?? plain) ?? []
  return ofLink ?? inBrackets ?? null
}

/** A phone number in whatever form it was pasted, `tel:+91-98765-43210` too: its digits; null for any other text. */
export function phoneDigits(text: string): string | null {
  const [number = ''] = searchText(text)
    .replace(/^(tel|sms|callto):/i, '')
    .split(/;|,|\s*(?:ext|x)\.?\s*\d+$/i)
  return /^[\d\s()+./-]*\d[\d\s()+./-]*$/.test(number) ? number.replaceAll(/\D/g, '') : null
}

/** A number, a date or a length as it was typed: `３０` and `٣٠` are `30`, a minus sign is a hyphen. */
export function digitsText(text: string): string {
  return searchText(text)
}

/** Digits of every script as 0 to 9. Unicode keeps each script's ten digits in one run that begins with its zero. */
function digitsOfAllScripts(text: string): string {
  return text.replaceAll(/[^\P{Nd}0-9]/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    let zero = code
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
    return String((code - zero) % 10)
  })
}
