/** Free and busy spans of one day; spans are `HH:mm:ss` in the zone of the work-day template ([inferred]). */
import type { Span } from './work-days.ts'

/** A span in seconds since midnight; the end is not part of it. */
export interface SecondsSpan {
  from: number
  to: number
}

/** What is left of the hours once the breaks and the busy spans are taken out. */
export function freeSpans(hours: readonly Span[], taken: readonly SecondsSpan[]): Span[] {
  const blocks = taken.toSorted((a, b) => a.from - b.from)
  return hours.map(secondsOf).flatMap((shift) => {
    const free: Span[] = []
    let from = shift.from
    for (const block of blocks) {
      if (block.to <= from || block.from >= shift.to) continue
      if (block.from > from) free.push(printed({ from, to: block.from }))
      from = Math.max(from, block.to)
    }
    if (from < shift.to) free.push(printed({ from, to: shift.to }))
    return free
  })
}

/** The parts of a span that lie inside the hours. */
export function withinHours(span: SecondsSpan, hours: readonly Span[]): Span[] {
  return hours
    .map(secondsOf)
    .map((shift) => ({
      from: Math.max(shift.from, span.from),
      to: Math.min(shift.to, span.to),
    }))
    .filter(({ from, to }) => from < to)
    .map(printed)
}

export function secondsOf(span: Span): SecondsSpan {
  return { from: secondOf(span.StartTime), to: secondOf(span.EndTime) }
}

function printed({ from, to }: SecondsSpan): Span {
  return { StartTime: clock(from), EndTime: clock(to) }
}

function secondOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}

function clock(seconds: number): string {
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':')
}
