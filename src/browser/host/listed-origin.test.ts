import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isListedOrigin } from './listed-origin.ts'

const listed = [
  'https://portal.example.com',
  'https://*.example.org',
  'https://*.example.net:8443',
  'https://port.example.com:443',
  'http://portal.localhost:3000',
]

test.each([
  'https://portal.example.com',
  'https://a.example.org',
  'https://a.b.example.org',
  'https://a.example.net:8443',
  'https://port.example.com',
  'http://portal.localhost:3000',
])('%s is listed', (origin) => expect(isListedOrigin(origin, listed)).toBe(true))

test.each([
  ['another scheme', 'http://portal.example.com'],
  ['another port', 'https://portal.example.com:8443'],
  ['a host that ends alike', 'https://evilportal.example.com'],
  ['a host that begins alike', 'https://portal.example.com.evil.example'],
  ['a host below one that is listed without a wildcard', 'https://a.portal.example.com'],
  ['the host of a wildcard itself', 'https://example.org'],
  ['a host that ends like the wildcard, without its dot', 'https://evilexample.org'],
  ['the wildcard in the middle', 'https://a.example.org.evil.example'],
  ['an empty label', 'https://.example.org'],
  ['the wildcard without its port', 'https://a.example.net'],
  ['another port than the wildcard has', 'https://a.example.net:443'],
  ['letter case that no browser writes', 'https://PORTAL.example.com'],
  ['a path', 'https://portal.example.com/'],
  ['a password', 'https://portal.example.com@evil.example'],
  ['an opaque origin', 'null'],
  ['nothing', ''],
  ['a star', '*'],
])('%s is not: %s', (_, origin) => expect(isListedOrigin(origin, listed)).toBe(false))

test('an empty list lists nobody', () => {
  fc.assert(
    fc.property(fc.domain(), (host) => {
      expect(isListedOrigin(`https://${host}`, [])).toBe(false)
    }),
  )
})

test('whatever stands before or after a listed host, it is another host', () => {
  const label = fc.stringMatching(/^[a-z0-9]{1,8}$/)
  fc.assert(
    fc.property(label, label, (before, after) => {
      expect(isListedOrigin(`https://${before}example.org`, listed)).toBe(false)
      expect(isListedOrigin(`https://example.org.${after}`, listed)).toBe(false)
      expect(isListedOrigin(`https://${before}.example.org`, listed)).toBe(true)
    }),
  )
})
