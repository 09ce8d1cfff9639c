import { expect, test } from '@playwright/test'
import { demoKeys } from '#server/config/secrets.ts'
import { plantedIn } from '../support/planted-secrets.ts'

test('the search at the end of a run knows every planted secret', () => {
  for (const secret of [
    demoKeys.accessKey,
    demoKeys.secretKey,
    encodeURIComponent(demoKeys.accessKey),
    'planted-proxy-secret-0001',
    'planted-portal-secret-0001-of-32-bytes',
    'planted-oidc-secret-0001-of-a-test',
  ]) {
    expect(plantedIn(`{"said":"Authorization ${secret}"}`)).toBe(secret)
  }
  expect(plantedIn('an innocent line')).toBeNull()
})
