import { useQuery } from '@tanstack/react-query'
import { sessionQuery, taskTypesQuery } from '../api/queries.ts'
import { type DeskForm, FormContext, typeNamed, useScreen } from '../form/screen.ts'
import type { Answer } from '../form/use-booking-form.ts'
import parts from '../form/parts.module.css'
import { lazyPart } from '../ui/lazy-part.tsx'
import { form as words } from '../words/en/form.ts'
import { OutcomePanel } from './outcome-panel.tsx'
import { OfflineNotice, StaleBuildNotice } from './page-notices.tsx'
import { UnfinishedOffer } from './unfinished-offer.tsx'

/** Most pages never show it. */
const SignInScreen = lazyPart(async () => (await import('./sign-in-screen.tsx')).SignInScreen)

interface NewsProps {
  form: DeskForm
  isSignedOut: boolean
  /** The rep wants to book something else. */
  onAnother: () => void
  /** What the rep says to a refusal. */
  onAnswer: (answer: Answer) => void
}

/** Above the form: what the rep should know first, and what became of the last booking. */
export function News({ form, isSignedOut, onAnother, onAnswer }: NewsProps) {
  const { desk, launch } = useScreen()
  const { data = null } = useQuery(sessionQuery(desk.api))
  const types = useQuery(taskTypesQuery(desk.api)).data?.taskTypes
  // Whether there is a type of the name that the address gives is known once the types are.
  const isTypeLost = types && launch.typeName !== null && !typeNamed(types, launch.typeName)
  const lost = isTypeLost ? ['type', ...launch.dropped] : launch.dropped
  const lostText = words.launchDropped(lost.join(', '))
  return (
    <FormContext value={{ form, isAlive: true }}>
      <OfflineNotice />
      {data && <StaleBuildNotice session={data} isLasting={desk.isLasting()} />}
      {lost.length > 0 && (
        <output className={parts.quiet} key={lostText}>
          {lostText}
        </output>
      )}
      {data && isSignedOut && <SignInScreen desk={desk} session={data} />}
      {data && !isSignedOut && <UnfinishedOffer desk={desk} />}
      <OutcomePanel session={data} onAnother={onAnother} onAnswer={onAnswer} />
    </FormContext>
  )
}
