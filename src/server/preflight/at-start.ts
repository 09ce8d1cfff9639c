import { checkKeys, checkTaskTypes, failed } from '#bff/operator/account-checks.ts'
import type { Finding } from '#bff/operator/findings.ts'
import type { LeadSquared } from '#leadsquared/client.ts'
import type { Logger } from 'pino'
import type { Config } from '../config/config.ts'
import { checkSignIn } from './surroundings.ts'

/**
 * At every start on a real account, logs the user of the keys and every problem that would stop the first rep: an account
 * that cannot be reached, another region, a marker without a field, an identity provider that does not work. This makes two
 * calls, which the lists of the first page need anyway. It never stops the start, because the problems may be temporary.
 */
export async function reportAtStart(
  config: Config,
  leadSquared: Pick<LeadSquared, 'getUserByAccessKey' | 'retrieveTaskTypes'>,
  log: Logger,
): Promise<void> {
  if (config.leadSquaredUrl === null) return
  for (const finding of await checkSignIn(config)) tell(log, finding)
  const keys = await checkKeys(leadSquared, new URL(config.leadSquaredUrl).host)
  for (const finding of keys) tell(log, finding)
  if (keys.some(({ level }) => level === 'fault')) return
  const types = await leadSquared.retrieveTaskTypes({ lane: 'refresh' })
  const found = types.ok
    ? checkTaskTypes(types.value, config.bookingMarker)
    : [failed('task types', types.failure)]
  for (const finding of found.filter(({ level }) => level === 'fault')) tell(log, finding)
}

function tell(log: Logger, { check, level, said, remedy }: Finding): void {
  const event = { check, found: said, ...(remedy === undefined ? {} : { remedy }) }
  if (level === 'ok') return log.info(event, 'checked at start')
  if (level === 'warning') return log.warn(event, 'checked at start: look at this')
  log.error(event, 'checked at start: reps cannot book until this is mended')
}
