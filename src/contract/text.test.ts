import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { searchable } from './patterns.ts'
import {
  digitsText,
  emailText,
  lineText,
  paragraphText,
  phoneDigits,
  searchText,
  searchWords,
} from './text.ts'

const zwj = '\u200d'
const zwnj = '\u200c'

describe('free text', () => {
  test.each([
    ['tab\there', 'tab here'],
    ['vertical\u000btab', 'vertical tab'],
    ['line\nbreak', 'line break'],
    ['next\u0085line', 'next line'],
    ['line\u2028separator', 'line separator'],
    ['\u0000 null', 'null'],
    ['Cafe\u0301', 'Café'],
    [' blanks at the ends\u00a0', 'blanks at the ends'],
    ['ﬁne, full-width ３０ and ½ stay', 'ﬁne, full-width ３０ and ½ stay'],
  ])('%j on one line is %j', (text, expected) => {
    expect(lineText(text)).toBe(expected)
  })

  test.each([
    '\u200b',
    '\u200d\ufe0f',
    ' \u202a\u202c ',
    '\u00ad',
    '\u000b\u00a0',
    '\u2060\ufeff',
    '\u2028',
  ])('%j, of which nobody sees anything, is empty', (text) => {
    expect(lineText(text)).toBe('')
    expect(paragraphText(text)).toBe('')
  })

  test.each([
    ['a family', '👩\u200d👩\u200d👧'],
    ['a flag of a region', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['a red heart, by its variation', '❤\ufe0f'],
    ['marks of direction', '\u200fשלום\u200e 12'],
    ['an accent that has no composed letter', 'x\u0304'],
    ['a no-break space between number and unit', '30\u00a0min'],
    ['a full-width @', 'me ＠ home'],
  ])('%s stays as it was typed', (_what, text) => {
    expect(lineText(text)).toBe(text)
    expect(paragraphText(text)).toBe(text)
  })

  test('a paragraph keeps its line breaks and loses its other control characters', () => {
    expect(paragraphText('one\r\ntwo\tthree\u000bfour\n\nfive')).toBe(
      'one\r\ntwo three four\n\nfive',
    )
  })

  test.each([
    ['Persian', `می${zwnj}خواهم`],
    ['Hindi', `क्${zwj}ष`],
    ['Malayalam', `ന്${zwj}`],
    ['an emoji', `👩${zwj}💻`],
  ])('joiners of %s stay', (_script, text) => {
    expect(lineText(text)).toBe(text)
    expect(paragraphText(text)).toBe(text)
  })
})

describe('a search', () => {
  test.each([
    ['O\u2019Brien', "O'Brien"],
    ['O\u00b4Brien', "O'Brien"],
    ['O\u02bcBrien', "O'Brien"],
    ['Anna\u2011Lena', 'Anna-Lena'],
    ['Ａｃｍｅ　Ｌｔｄ', 'Acme Ltd'],
    ['pri\u200bya', 'priya'],
    ['\ufeffpriya\u00ad', 'priya'],
    [`pri${zwj}ya`, 'priya'],
    ['\u202apriya\u202c', 'priya'],
    ['two\t blanks', 'two blanks'],
    ['two\u000bwords', 'two words'],
    ['two\u00a0\u00a0words', 'two words'],
    ['\u200fشركة\u200e', 'شركة'],
    ['Ame\u0301lie', 'Amélie'],
    ['priya\ufe0f', 'priya'],
    ['①②', '12'],
  ])('%j is asked as %j', (text, expected) => {
    expect(searchText(text)).toBe(expected)
  })

  test('keeps the joiners that a name is spelled with, and compares without them', () => {
    expect(searchText(`علی${zwnj}رضا`)).toBe(`علی${zwnj}رضا`)
    expect(searchable(`علی${zwnj}رضا`)).toBe(searchable('علیرضا'))
  })

  test.each([
    ['Nair, Priya', ['Nair', 'Priya']],
    ['"Nair; Priya"', ['Nair', 'Priya']],
    ['Priya Nair <priya.nair@example.com>', ['priya.nair@example.com']],
    ['"Nair, Priya" <priya.nair@example.com>;', ['priya.nair@example.com']],
    ['mailto:priya.nair@example.com?subject=Hi', ['priya.nair@example.com']],
    ['  ', []],
  ])('%j has the words %j', (text, words) => {
    expect(searchWords(text)).toEqual(words)
  })

  test.each([
    ['Sorensen', 'Sørensen'],
    ['Lukasz', 'Łukasz'],
    ['Strasse', 'Straße'],
    ['Muller', 'Mu\u0308ller'],
    ['Nunez', 'NÚÑEZ'],
    ["o'brien", 'O’Brien'],
    ['Istanbul', 'İstanbul'],
    ['priya\u00a8', 'Priya Nair'],
    ['priya \u00a8 nair', 'Priya Nair'],
  ])('%s finds %s', (typed, stored) => {
    expect(searchable(stored)).toContain(searchable(typed))
  })
})

describe('an e-mail address', () => {
  test.each([
    ['priya\u200b.nair@example.com', 'priya.nair@example.com'],
    ['Priya Nair <priya.nair@example.com>', 'priya.nair@example.com'],
    ['< priya.nair@example.com >', 'priya.nair@example.com'],
    ['mailto:priya.nair@example.com', 'priya.nair@example.com'],
    ['MAILTO:priya.nair@example.com?cc=x@example.com', 'priya.nair@example.com'],
    ['ｐｒｉｙａ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'priya@example.com'],
    [' priya.nair@example.com\u00a0', 'priya.nair@example.com'],
    ['Priya Nair', 'Priya Nair'],
  ])('out of %j is %j', (text, expected) => {
    expect(emailText(text)).toBe(expected)
  })
})

describe('a phone number', () => {
  test.each([
    ['+91 98765 43210', '919876543210'],
    ['\u202a+91 98765\u202f43210\u202c', '919876543210'],
    ['+91\u201198765\u201143210', '919876543210'],
    ['tel:+91-98765-43210', '919876543210'],
    ['tel:+91-98765-43210;ext=12', '919876543210'],
    ['098765 43210', '09876543210'],
    ['(022) 2345.6789 ext. 4', '02223456789'],
    ['٩٨٧٦٥٤٣٢١٠', '9876543210'],
    ['۹۸۷۶۵', '98765'],
    ['९८७६५', '98765'],
    ['９８７６５　４３２１０', '9876543210'],
    ['+91 (98765) 43210', '919876543210'],
    ['98765–43210', '9876543210'],
  ])('%j is %s', (text, digits) => {
    expect(phoneDigits(text)).toBe(digits)
  })

  test.each(['Acme 24', '+', '', '12 Priya', 'priya@example.com'])('%j is none', (text) => {
    expect(phoneDigits(text)).toBeNull()
  })
})

test.each([
  ['３０', '30'],
  ['٣٠', '30'],
  ['１：３０', '1:30'],
  ['\u221230', '-30'],
  ['２０２６-１１-２４', '2026-11-24'],
  ['3\u200b0\u202fmin', '30 min'],
])('%j is read as %j', (text, expected) => {
  expect(digitsText(text)).toBe(expected)
})

test('a text that is uniform stays as it is', () => {
  const functions = [lineText, paragraphText, searchText, emailText, digitsText, searchable]
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...functions), (text, uniform) => {
      expect(uniform(uniform(text))).toBe(uniform(text))
    }),
    { numRuns: 2000 },
  )
})
