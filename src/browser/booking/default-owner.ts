import { sessionQuery } from '../api/queries.ts'
import type { DeskForm } from '../form/form-parts.ts'
import type { Desk } from './desk.ts'

/** Puts the signed-in person's own calendar into an owner field that nobody has touched. */
export async function preselectOwner(
  form: DeskForm,
  { api, queries }: Pick<Desk, 'api' | 'queries'>,
): Promise<void> {
  const session = await queries.fetchQuery(sessionQuery(api)).catch(() => null)
  const { owner, ownerText } = form.getValues()
  const own = session?.defaultOwner
  if (!own || owner !== null || ownerText !== '') return
  form.setValue('owner', { by: 'id', ...own })
  form.setValue('ownerText', own.name)
}
