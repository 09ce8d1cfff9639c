import { searchable } from '#contract/patterns.ts'

/** Rows that match a query; `complete`: no further row exists, so a longer query needs no call. */
export interface Found<Row> {
  rows: readonly Row[]
  complete: boolean
  /** When they were read, where they could not be read again since (ISO 8601, UTC). Such an answer is not kept. */
  staleSince?: string | undefined
}

/**
 * What a combobox shows. `rows` match `query`, the one that was asked for last; while it `isLoading` they are those that
 * are known already.
 */
export interface SearchState<Row> {
  rows: readonly Row[]
  query: string
  isLoading: boolean
  /** The last call brought no answer; typing on, or `retry`, asks again. */
  hasFailed: boolean
  /** As in `Found`. */
  staleSince?: string | undefined
}

/** A list that is searched while one types. Its parts fit `useSyncExternalStore`. */
export interface Search<Row> {
  subscribe: (listener: () => void) => () => void
  state: () => SearchState<Row>
  /** Asks for a query; an equal one costs nothing. */
  ask: (query: string) => void
  retry: () => void
}

/** What a search needs from outside. */
export interface SearchDeps<Row> {
  /** Answers with null, or throws, where no list came. */
  load: (query: string, signal: AbortSignal) => Promise<Found<Row> | null>
  /**
   * The rows that match a longer query, among all that match a shorter one, in the BFF's order; null where only the
   * BFF can tell.
   */
  narrow: (rows: readonly Row[], query: string) => readonly Row[] | null
  /** Runs the task after the pause and answers with what calls it off. */
  after: (pauseMs: number, task: () => void) => () => void
}

/** Shorter than the pause between two thoughts, longer than the one between two keys. */
const pauseMs = 180
/** Answers that are kept, so that a backspace costs no call. */
const keptAnswers = 30

/**
 * Never a call per keystroke: it waits for a pause, calls off what is stale, answers from memory what it knows, and
 * narrows locally what a complete answer to a shorter query already holds.
 */
export function createSearch<Row>({ load, narrow, after }: SearchDeps<Row>): Search<Row> {
  const listeners = new Set<() => void>()
  const known = new Map<string, Found<Row>>()
  let state: SearchState<Row> = { rows: [], query: '', isLoading: false, hasFailed: false }
  let answered: Pick<SearchState<Row>, 'query' | 'rows'> = state
  let wanted: string | null = null
  let callOff = () => {}

  function set(next: SearchState<Row>) {
    state = next
    if (!next.isLoading && !next.hasFailed) answered = next
    for (const listener of listeners) listener()
  }

  function ask(text: string) {
    const query = text.trim()
    if (query === wanted) return
    wanted = query
    callOff()
    const rows = answerLocally(query)
    if (rows !== null) {
      set({ rows, query, isLoading: false, hasFailed: false })
      return
    }
    // Nothing flickers: what still matches stays, while the others are fetched.
    set({
      ...state,
      rows: narrow(answered.rows, query) ?? [],
      query,
      isLoading: true,
      hasFailed: false,
    })
    const controller = new AbortController()
    const fetchNow = () => void fetchRows(query, controller.signal)
    // The first list is asked for at once: nobody is typing yet.
    const stop = query === '' ? fetchNow() : after(pauseMs, fetchNow)
    callOff = () => {
      stop?.()
      controller.abort()
    }
  }

  async function fetchRows(query: string, signal: AbortSignal) {
    const found = await load(query, signal).catch(() => null)
    if (signal.aborted) return
    if (found) {
      const { rows, staleSince } = found
      if (staleSince === undefined) remember(query, found)
      set({ rows, query, isLoading: false, hasFailed: false, staleSince })
    } else {
      const rows = answered.query === query ? answered.rows : []
      set({ ...state, rows, isLoading: false, hasFailed: true })
    }
  }

  function remember(query: string, found: Found<Row>) {
    known.delete(query)
    known.set(query, found)
    const [oldest] = known.keys()
    if (known.size > keptAnswers && oldest !== undefined) known.delete(oldest)
  }

  function answerLocally(query: string): readonly Row[] | null {
    const same = known.get(query)
    if (same) return same.rows
    for (let length = query.length - 1; length >= 0; length -= 1) {
      const shorter = known.get(query.slice(0, length))
      if (shorter?.complete) return narrow(shorter.rows, query)
    }
    return null
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    state: () => state,
    ask,
    retry: () => {
      const query = wanted ?? ''
      wanted = null
      ask(query)
    },
  }
}

/** Whether a text holds each word of a query. */
export function holdsEveryWord(text: string, query: string): boolean {
  const held = searchable(text)
  return searchable(query)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => held.includes(word))
}
