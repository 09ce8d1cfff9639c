import { whatGotOut } from './planted-secrets.ts'

/** Playwright runs this once, when all specs are over: the run fails where a secret got out. */
export default function searchSecrets(): void {
  const found = whatGotOut()
  if (found.length > 0) throw new Error(`Secrets got out:\n${found.join('\n')}`)
}
