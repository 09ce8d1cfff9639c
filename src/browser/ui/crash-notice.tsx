import { Component, type ReactNode } from 'react'
import { form as words } from '../words/en/form.ts'
import styles from './field.module.css'

interface CrashNoticeProps {
  children: ReactNode
}

/** In place of a page that broke while it was drawn. What was typed is in the draft, and a booking in the BFF. */
export class CrashNotice extends Component<CrashNoticeProps, { hasCrashed: boolean }> {
  override state = { hasCrashed: false }

  static getDerivedStateFromError(): { hasCrashed: boolean } {
    return { hasCrashed: true }
  }

  override render(): ReactNode {
    if (!this.state.hasCrashed) return this.props.children
    return (
      <main className={styles.crash} role="alert">
        <h1>{words.crashed.title}</h1>
        <p>{words.crashed.what}</p>
        <button type="button" onClick={() => window.location.reload()}>
          {words.reload}
        </button>
      </main>
    )
  }
}
