/**
 * The activity types of the sandbox's tenant. Codes of custom types begin at 200 ([doc] samples) and their names are
 * invented; 22 with its name and kind is the product's own ([observed] in a webhook), and 21 its twin ([client]).
 */
export interface ActivityType {
  code: number
  name: string
  /** Added to the lead's score by each activity. */
  score: number
  isOutbound: boolean
  /** 2 for custom types ([doc]), 3 for phone calls ([observed]). */
  kind: 2 | 3
}

export const activityTypes: readonly ActivityType[] = [
  { code: 21, name: 'Inbound Phone Call Activity', score: 0, isOutbound: false, kind: 3 },
  { code: 22, name: 'Outbound Phone Call Activity', score: 0, isOutbound: true, kind: 3 },
  { code: 200, name: 'Phone Call', score: 5, isOutbound: true, kind: 2 },
  { code: 201, name: 'Site Visit', score: 10, isOutbound: true, kind: 2 },
  { code: 202, name: 'Web Enquiry', score: 15, isOutbound: false, kind: 2 },
  { code: 203, name: 'Chat Conversation', score: 5, isOutbound: false, kind: 2 },
]
