import { createContext } from 'react'

/** The ids of the controls whose value the portal has set, so that the rep can read it and not change it. */
export const Locks = createContext<ReadonlySet<string> | undefined>(undefined)

/** Whether the whole form is locked, because a booking is under way. */
export const FormLock = createContext(false)
