import * as z from 'zod/mini'
import { Owner } from '#contract/owner.ts'
import { type DeviceStorage, readStored } from './device-storage.ts'
import type { OwnerChoice } from './form-values.ts'

const RecentOwners = z.object({ version: z.literal(1), owners: z.array(Owner) })

const name = 'appointment-desk.recent-owners'
/** As many as one sees without scrolling, with room for the list below. */
const keptOwners = 5

/** Owners that were booked for lately, newest first. On this device only; nothing tells the BFF. */
export interface RecentOwners {
  read(): readonly Owner[]
  /** Puts an owner first. Skips an owner who is only an e-mail or an id, because there is no name to show. */
  add(choice: OwnerChoice): void
}

/** Keeps the recent owners in local storage, which may be blocked: then they last as long as the page. */
export function createRecentOwners(storage: DeviceStorage): RecentOwners {
  const read = () => readStored(storage, name, RecentOwners)?.owners ?? []
  return {
    read,
    add: (choice) => {
      if (choice.by === 'email' || choice.name === null) return
      const owner = { id: choice.id, name: choice.name, email: choice.email ?? '' }
      const others = read().filter(({ id }) => id !== owner.id)
      const owners = [owner, ...others].slice(0, keptOwners)
      storage.setItem(name, JSON.stringify({ version: 1, owners }))
    },
  }
}
