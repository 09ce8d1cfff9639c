import { useEffect, useState, useSyncExternalStore } from 'react'
import { useForm } from 'react-hook-form'
import type { Lead } from '#contract/lead.ts'
import type { Owner } from '#contract/owner.ts'
import type { Search } from './api/search.ts'
import type { FormFault, FormValues } from './booking/form-values.ts'
import { BookingForm } from './form/booking-form.tsx'
import styles from './form/form.module.css'
import type { LateParts, Standing } from './late-parts.ts'
import { Locks } from './ui/locks.ts'
import { form as words } from './words/en/form.ts'

export interface AppProps {
  /** Brings what the page is made of besides the form's shell; called again, it brings the same. */
  loadLateParts: () => Promise<LateParts>
  owners: Search<Owner>
  leads: Search<Lead>
}

/**
 * The one page: what became of the last booking, and the form for the next. It is drawn twice: once by the build
 * (`prerender.tsx`), once by the browser, and the first drawing of both must be the same.
 */
export function App({ loadLateParts, owners, leads }: AppProps) {
  // No default values: they would overwrite what was typed before this script ran.
  const [parts, setParts] = useState<LateParts | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  const form = useForm<FormValues>({
    shouldFocusError: false,
    ...(parts && { resolver: parts.resolver }),
  })
  const [failed, setFailed] = useState({ faults: noFaults, tries: 0 })
  const standing = useSyncExternalStore(
    parts?.subscribe ?? neverChanging,
    parts?.standing ?? free,
    free,
  )
  const portal = useSyncExternalStore(
    parts?.portal.subscribe ?? neverChanging,
    parts?.portal.state ?? noPortal,
    noPortal,
  )

  // The network, over which the other half of the page comes.
  useEffect(() => {
    let isGone = false
    const join = async () => {
      const loaded = await loadLateParts().catch(() => null)
      if (isGone) return
      loaded?.begin(form)
      setParts(loaded)
      setHasFailed(loaded === null)
    }
    void join()
    return () => {
      isGone = true
    }
  }, [loadLateParts, form])

  async function submit() {
    if (!parts) return
    const faults = await parts.submit(form)
    setFailed(({ tries }) => ({ faults, tries: faults.length > 0 ? tries + 1 : 0 }))
  }

  return (
    <Locks value={portal?.locked}>
      <div className="page">
        <header className={styles.header}>
          <h1>{words.title}</h1>
          <p className={styles.mode}>{parts && <parts.Mode screen={parts.screen} />}</p>
        </header>
        <main className={styles.main}>
          {parts && <parts.News screen={parts.screen} onAnother={() => parts.another(form)} />}
          {hasFailed && <HalfPage />}
          {standing !== 'booked' && standing !== 'signed-out' && (
            <BookingForm
              form={form}
              parts={parts}
              owners={owners}
              leads={leads}
              lockedBy={standing === 'free' ? null : standing}
              failed={failed}
              onSubmit={() => void submit()}
            />
          )}
          <div className={styles.recent}>
            {parts && standing !== 'signed-out' && <parts.RecentBookings {...parts.screen} />}
          </div>
        </main>
      </div>
    </Locks>
  )
}

/** The other half of the page did not come: without it nothing can be booked. */
function HalfPage() {
  return (
    <p className={styles.halfPage} role="alert">
      {words.halfPage}{' '}
      <button type="button" className={styles.link} onClick={() => window.location.reload()}>
        {words.reload}
      </button>
    </p>
  )
}

const noFaults: readonly FormFault[] = []
const free = (): Standing => 'free'
const noPortal = () => null
const neverChanging = () => () => {}
