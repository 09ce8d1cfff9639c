/** The people of the demo tenant, all invented. */
import type { User } from '../store/tenants.ts'
import { guid, pick } from './invention.ts'
import { firstNames, lastNames } from './names.ts'

const zones = [
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
]
/** This user has the address of the vendor's sample body for Create, so that the sample works as it was copied. */
const taskOwnerIndex = 38

export const demoUsers: readonly User[] = Array.from({ length: 40 }, (_, index) => user(index))

function emailOf(index: number, name: string): string {
  if (index === 0) return 'integration@example.com'
  if (index === taskOwnerIndex) return 'taskowner@example.com'
  return `${name.toLowerCase()}@example.com`
}

/** The first user owns the demo keys. Every tenth user is inactive. */
function user(index: number): User {
  const firstName = pick(firstNames, Math.max(0, index - 1))
  const lastName = index % 13 === 12 ? '' : pick(lastNames, Math.max(0, index - 1) * 7)
  const isFirst = index === 0
  return {
    id: guid('1', index + 1),
    firstName: isFirst ? 'Ines' : firstName,
    lastName: isFirst ? 'Integration' : lastName,
    email: emailOf(index, [firstName, lastName].filter(Boolean).join('.')),
    role: isFirst ? 'Administrator' : index % 9 === 0 ? 'Marketing_User' : 'Sales_User',
    isActive: index % 10 !== 9,
    timeZone: pick(zones, index),
    phone: `+1-20255502${String(index).padStart(2, '0')}`,
    groups: groupsOf(index),
    team: { id: guid('7', (index % 2) + 1), name: ['North', 'South'][index % 2] ?? '' },
  }
}

/** Every fifth user is in no group, every seventh in two. */
function groupsOf(index: number): User['groups'] {
  const names = ['Field', 'Inside', 'Partners']
  const group = (number: number) => ({ id: guid('6', number + 1), name: names[number] ?? '' })
  if (index % 5 === 4) return []
  const first = index % names.length
  return index % 7 === 6 ? [group(first), group((first + 1) % names.length)] : [group(first)]
}
