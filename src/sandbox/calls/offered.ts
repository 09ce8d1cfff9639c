import { activityOperations } from '../services/leads/activities.ts'
import { authenticationOperations } from '../services/users/authentication.ts'
import { leadMetadataOperations } from '../services/leads/metadata.ts'
import { leadOperationsThatRead } from '../services/leads/find.ts'
import { leadOperationsThatWrite } from '../services/leads/write.ts'
import { opportunityOperations } from '../services/leads/opportunities.ts'
import { userOperations } from '../services/users/users.ts'
import type { Operation } from './operation.ts'
import { taskChangeOperations } from '../services/tasks/change.ts'
import { taskQueueOperations } from '../services/tasks/queued.ts'
import { taskCreateOperations } from '../services/tasks/create.ts'
import { taskReadOperations } from '../services/tasks/read.ts'
import { userTaskOperations } from '../services/tasks/of-users.ts'
import { listedLeadOperations } from '../services/leads/listed.ts'

/** Every call that the sandbox answers. A service adds its calls here. */
export const offeredCalls: readonly Operation[] = [
  ...taskCreateOperations,
  ...taskChangeOperations,
  ...taskQueueOperations,
  ...taskReadOperations,
  ...userTaskOperations,
  ...authenticationOperations,
  ...userOperations,
  ...leadOperationsThatRead,
  ...listedLeadOperations,
  ...leadOperationsThatWrite,
  ...leadMetadataOperations,
  ...opportunityOperations,
  ...activityOperations,
]
