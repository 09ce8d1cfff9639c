import {
  type ReactNode,
  type RefObject,
  type SubmitEvent,
  useEffect,
  useRef,
  useState,
} from 'react'
import type { PortalState } from '../host/portal-state.ts'
import { PartMissing } from '../ui/lazy-part.tsx'
import { FormLock } from '../ui/locks.ts'
import { form as words } from '../words/en/form.ts'
import { Details, MandatoryFields } from './details.tsx'
import { ErrorSummary, Foot } from './foot.tsx'
import styles from './booking-form.module.css'
import parts from './parts.module.css'
import { LeadField, OwnerField } from './people-fields.tsx'
import { FormScope } from './form-scope.tsx'
import type { DeskForm } from './screen.ts'
import { TypeField } from './type-field.tsx'
import { WhenField } from './when-field.tsx'

interface BookingFormProps {
  form: DeskForm
  isAlive: boolean
  /** The progress of the booking that the form is locked to. */
  lockedBy: 'booking' | 'checking' | null
  /** Book waits for what a portal sets. */
  portalValues: PortalState['values']
  onPortalAgain: () => void
  onSubmit: () => void
  /** The owner's day, beside the fields or beneath them. Its place is kept free until it comes. */
  day: ReactNode
}

/**
 * The card: the fields from top to bottom, the owner's day beside them, and the foot with the sentence and the button. It
 * is painted before any script runs. While a booking is under way it is locked to that.
 */
export function BookingForm({
  form,
  isAlive,
  lockedBy,
  portalValues,
  onPortalAgain,
  onSubmit,
  day,
}: BookingFormProps) {
  const element = useRef<HTMLFormElement>(null)
  const isLocked = lockedBy !== null

  // The keyboard of the page: Ctrl or Cmd and Enter book from anywhere.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isShortcut = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
      if (isShortcut && !event.repeat) element.current?.requestSubmit()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  return (
    <FormScope value={{ form, isAlive }}>
      <FormLock value={isLocked}>
        <form
          ref={element}
          noValidate
          autoComplete="off"
          className={styles.card}
          aria-label={words.formName}
          onSubmit={(event: SubmitEvent) => {
            event.preventDefault()
            onSubmit()
          }}
        >
          <div className={styles.columns}>
            <div className={styles.scroll}>
              <fieldset className={styles.fields} disabled={isLocked} aria-label={words.formName}>
                <ErrorSummary />
                <TypeField />
                <div className={parts.pair}>
                  <OwnerField />
                  <LeadField />
                </div>
                <WhenField />
                <div className={styles.dayUnder}>
                  <OnlyIf isWide={false} card={element}>
                    {day}
                  </OnlyIf>
                </div>
                <MandatoryFields />
                <Details />
              </fieldset>
            </div>
            <div className={styles.day}>
              <OnlyIf isWide card={element}>
                {day}
              </OnlyIf>
            </div>
          </div>
          {portalValues === 'missing' && <PartMissing onRetry={onPortalAgain} />}
          <Foot isAlive={isAlive && portalValues === 'settled'} lockedBy={lockedBy} />
        </form>
      </FormLock>
    </FormScope>
  )
}

/** What is there only while the card is wide, or only while it is not. It alone is drawn again when that changes. */
function OnlyIf(props: {
  isWide: boolean
  card: RefObject<HTMLElement | null>
  children: ReactNode
}) {
  return useIsWide(props.card) === props.isWide ? props.children : null
}

/** From this width on the owner's day has a column of its own; `booking-form.module.css` says the same. */
const wideRem = 56

/** Whether the card is wide. In a portal its width is not that of the window. */
export function useIsWide(card: RefObject<HTMLElement | null>): boolean {
  const [isWide, setIsWide] = useState(false)
  // The size of the element, which the browser decides.
  useEffect(() => {
    if (card.current === null) return undefined
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize)
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setIsWide(entry.contentRect.width >= wideRem * rem)
    })
    observer.observe(card.current)
    return () => observer.disconnect()
  }, [card])
  return isWide
}
