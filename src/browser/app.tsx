import { useQuery } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import { civilAt, type Instant, type Zone } from '#time/zoned.ts'
import { nextSlot } from '#time/slots.ts'
import { sessionQuery, taskTypesQuery } from './api/queries.ts'
import type { Desk } from './booking/desk.ts'
import { emptyForm, type FormValues } from './booking/form-values.ts'
import { OutcomePanel } from './booking/outcome-panel.tsx'
import { OfflineNotice, StaleBuildNotice } from './booking/page-notices.tsx'
import { faultsOfProblem } from './booking/problem-place.ts'
import { RecentBookings } from './booking/recent-bookings.tsx'
import { UnfinishedOffer } from './booking/unfinished-offer.tsx'
import { FaultLinks } from './form/error-summary.tsx'
import { BookingForm } from './form/booking-form.tsx'
import styles from './form/form.module.css'
import type { LaunchParams } from './launch-params.ts'
import { form as words } from './words/en/form.ts'

interface AppProps {
  desk: Desk
  launch: LaunchParams
  zone: Zone
  locale: string
  now: () => Instant
}

/** The one page: what became of the last booking, and the form for the next. */
export function App({ desk, launch, zone, locale, now }: AppProps) {
  const session = useQuery(sessionQuery(desk.api))
  const types = useQuery(taskTypesQuery(desk.api))
  const state = useSyncExternalStore(desk.booking.subscribe, desk.booking.state, desk.booking.state)
  const [start, setStart] = useState(() => beginning(desk, launch, zone, now()))
  const place = { desk, zone, locale }

  function another() {
    const { taskTypeId, owner, ownerText, duration, reminderMinutes } =
      desk.drafts.read().values ?? start.initial
    const initial = {
      ...freshForm(zone, now()),
      taskTypeId,
      owner,
      ownerText,
      duration,
      reminderMinutes,
    }
    desk.drafts.keep({ values: initial })
    setStart(({ round }) => ({ initial, round: round + 1 }))
  }

  return (
    <div className={styles.page} data-embedded={launch.isEmbedded}>
      <header className={styles.header}>
        <h1 className={styles.product}>{words.title}</h1>
        {session.data?.mode === 'sandbox' && <p className={styles.sandbox}>{words.sandbox}</p>}
      </header>
      <main className={styles.main}>
        <OfflineNotice />
        {session.data && <StaleBuildNotice session={session.data} />}
        {launch.dropped.length > 0 && (
          <output className={styles.quiet}>{words.launchDropped(launch.dropped.join(', '))}</output>
        )}
        <UnfinishedOffer desk={desk} />
        <OutcomePanel {...place} session={session.data ?? null} onAnother={another}>
          {state.phase === 'refused' && <FaultLinks faults={faultsOfProblem(state.problem)} />}
        </OutcomePanel>
        {state.phase !== 'booked' && (
          <BookingForm
            {...place}
            key={start.round}
            initial={start.initial}
            typeName={launch.typeName}
            taskTypes={types.data?.taskTypes ?? null}
            haveTypesFailed={types.isError}
            onRetryTypes={() => void types.refetch()}
            now={now}
          />
        )}
        <RecentBookings {...place} />
      </main>
    </div>
  )
}

/** The draft of this tab where there is one; else an empty form with what the address asks for. */
function beginning(
  desk: Desk,
  launch: LaunchParams,
  zone: Zone,
  now: Instant,
): { initial: FormValues; round: number } {
  const draft = desk.drafts.read().values
  return { initial: draft ?? { ...freshForm(zone, now), ...launch.values }, round: 0 }
}

function freshForm(zone: Zone, now: Instant): FormValues {
  const { date, time } = civilAt(nextSlot(now, zone), zone)
  return { ...emptyForm(zone), date, startTime: time, duration: '30' }
}
