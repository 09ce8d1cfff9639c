/** The activity types of the sandbox's tenant; invented. Codes of custom types begin at 200 ([doc] samples). */
export interface ActivityType {
  code: number
  name: string
  /** Added to the lead's score by each activity. */
  score: number
  isOutbound: boolean
}

export const activityTypes: readonly ActivityType[] = [
  { code: 200, name: 'Phone Call', score: 5, isOutbound: true },
  { code: 201, name: 'Site Visit', score: 10, isOutbound: true },
  { code: 202, name: 'Web Enquiry', score: 15, isOutbound: false },
  { code: 203, name: 'Chat Conversation', score: 5, isOutbound: false },
]
