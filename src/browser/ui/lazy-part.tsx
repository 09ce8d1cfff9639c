import { Component, type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react'
import { form as words } from '../words/en/form.ts'
import styles from './field.module.css'

/** The script of a part did not come: the connection is gone, or the page is being left. The part itself says so. */
export class PartNotLoaded extends Error {}

/**
 * A part of the page whose script comes when the part is needed. Where the script does not come, the rest of the page
 * stays as it is, and the part says so and can be asked for again. `isSilent`: the part says nothing, because nobody misses
 * it yet, or because another one of the same script does.
 */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { isSilent = () => false }: { isSilent?: (props: P) => boolean } = {},
): (props: P) => ReactNode {
  const begin = () =>
    lazy(async () => {
      try {
        return { default: await load() }
      } catch (cause) {
        throw new PartNotLoaded('A part of the page could not be loaded.', { cause })
      }
    })
  let Part = begin()
  return function LazyPart(props: P) {
    const [attempt, setAttempt] = useState(0)
    const retry = () => {
      Part = begin()
      setAttempt(attempt + 1)
    }
    return (
      <PartBoundary key={attempt} isSilent={isSilent(props)} onRetry={retry}>
        <Suspense>
          <Part {...props} />
        </Suspense>
      </PartBoundary>
    )
  }
}

interface PartBoundaryProps {
  isSilent: boolean
  onRetry: () => void
  children: ReactNode
}

class PartBoundary extends Component<PartBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    return this.props.isSilent ? null : <PartMissing onRetry={this.props.onRetry} />
  }
}

/** Says that a part of the page did not load, and offers to load it again. */
export function PartMissing({ onRetry }: { onRetry: () => void }) {
  return (
    <p className={styles.partMissing} role="alert">
      {words.partMissing}{' '}
      <button type="button" onClick={onRetry}>
        {words.again}
      </button>
    </p>
  )
}
