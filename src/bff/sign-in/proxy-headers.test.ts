import { describe, expect, test } from 'vitest'
import { type ProxyHeaderFamily, readProxyIdentity } from './proxy-headers.ts'

const email = ['X-Forwarded-Email', 'priya@example.com']
const read = (headers: readonly string[], family: ProxyHeaderFamily = 'x-forwarded') =>
  readProxyIdentity(headers, family)
const refused = (why: 'duplicate' | 'spelling' | 'no-email') => ({ kind: 'refused', why })

describe('the log can say why headers were refused', () => {
  test.each([
    ['nothing came', []],
    ['only headers of others', ['Accept', 'text/html']],
    ['all of them are blank', ['X-Forwarded-Email', ' ', 'X-Forwarded-User', '']],
    ['they are of the other family', ['X-Auth-Request-Email', 'priya@example.com']],
  ])('nobody is named where %s', (_, headers) => {
    expect(read(headers)).toEqual({ kind: 'nobody' })
  })

  test.each([
    ['user', 'priya'],
    ['user', 'priya@example.com'],
    ['preferred-username', 'Priya'],
    ['groups', 'sales'],
  ])('there is no e-mail beside %s %s', (name, value) => {
    expect(read([`X-Forwarded-${name}`, value])).toEqual(refused('no-email'))
  })

  test.each(['email', 'user', 'preferred-username', 'groups'])('%s came twice', (name) => {
    const one = [`X-Forwarded-${name}`, 'priya@example.com']
    expect(read([...email, ...one, ...one])).toEqual(refused('duplicate'))
  })

  test.each(['X_Forwarded_Email', 'x-forwarded_user', 'X.Forwarded.Groups'])(
    '%s is no spelling of a proxy',
    (name) => {
      expect(read([name, 'o@example.com', ...email])).toEqual(refused('spelling'))
    },
  )
})

describe('who it is', () => {
  const named = (headers: readonly string[]) => {
    const identity = read([...email, ...headers])
    return identity.kind === 'person' ? identity.person : identity
  }

  test('is called by the preferred name, then by the user, then by the e-mail', () => {
    const user = ['X-Forwarded-User', 'priya']
    const preferred = ['X-Forwarded-Preferred-Username', 'Priya Nair']
    expect(named([...user, ...preferred])).toMatchObject({ name: 'Priya Nair' })
    expect(named(user)).toMatchObject({ name: 'priya' })
    expect(named([])).toMatchObject({ name: 'priya@example.com' })
    expect(named(['X-Forwarded-Preferred-Username', ' ', ...user])).toMatchObject({ name: 'priya' })
  })

  test('loses blanks around names', () => {
    expect(named(['X-Forwarded-User', ' Priya '])).toMatchObject({ name: 'Priya' })
  })

  test('is read as Latin-1 where the bytes are no UTF-8', () => {
    expect(named(['X-Forwarded-User', 'J\u00fcrgen'])).toMatchObject({ name: 'J\u00fcrgen' })
  })
})
