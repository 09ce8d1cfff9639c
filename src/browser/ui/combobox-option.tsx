import styles from './combobox.module.css'

/** A row that can be picked. */
export interface Choice {
  key: string
  /** The text of the input after this option was picked. */
  label: string
  detail?: string
  /** A heading above this row. */
  heading?: string
}

interface OptionProps {
  id: string
  choice: Choice
  isActive: boolean
  place: number
  count: number
  onPick: (key: string) => void
}

/** A row. The list holds only the drawn ones, so each says its place among all of them. */
export function Option({ id, choice, isActive, place, count, onPick }: OptionProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      aria-posinset={place}
      aria-setsize={count}
      className={styles.option}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(choice.key)}
      onKeyDown={({ key }) => {
        // The focus stays in the input, but assistive technology may move it here.
        if (key === 'Enter' || key === ' ') onPick(choice.key)
      }}
    >
      {choice.heading !== undefined && (
        <span className={styles.heading} aria-hidden="true">
          {choice.heading}
        </span>
      )}
      <span dir="auto">{choice.label}</span>
      {choice.detail !== undefined && choice.detail !== '' && (
        <span className={styles.detail} dir="auto">
          {choice.detail}
        </span>
      )}
    </div>
  )
}
