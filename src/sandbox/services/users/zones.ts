/** Wall time in a zone: the sandbox's own sums, because a foreign system shares none of the desk's. */

const formats = new Map<string, Intl.DateTimeFormat>()

/** The wall time of an instant (milliseconds since 1970 UTC) in an IANA zone: `yyyy-MM-dd` and seconds since midnight. */
export function wallTimeIn(zone: string, instantMs: number): { date: string; seconds: number } {
  const part = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instantMs)
      .map(({ type, value }) => [type, value]),
  )
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = part
  return {
    date: `${year}-${month}-${day}`,
    seconds: Number(hour) * 3600 + Number(minute) * 60 + Number(second),
  }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-CA-u-ca-iso8601', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  formats.set(zone, format)
  return format
}
