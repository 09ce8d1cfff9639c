/**
 * Runs in the page before its own scripts, and notes what a person would see, as marks on the page's own clock:
 * `key-accepted` (a key changed the owner's input), `list-open` (an option can be seen) and, each with its number as
 * detail, `answered` (ms from a key or a click to the next frame), `shift` (layout shift without input) and `long-task`
 * (ms; it began at the mark's `startTime`).
 */
export function observePage(ownerSelector: string): void {
  const once = (name: string) => {
    if (performance.getEntriesByName(name).length === 0) performance.mark(name)
  }
  const afterPaint = (run: () => void) => requestAnimationFrame(() => setTimeout(run))
  let askedMs = 0
  const isOwner = (event: Event) =>
    event.target instanceof Element && event.target.matches(ownerSelector)

  new MutationObserver(() => {
    const owner = document.querySelector<HTMLElement>(ownerSelector)
    if (owner && document.activeElement === document.body) owner.focus()
    if (document.querySelector('[role=option]')) {
      if (askedMs > 0) {
        const fromMs = askedMs
        askedMs = 0
        afterPaint(() => performance.mark('answered', { detail: performance.now() - fromMs }))
      }
      once('list-open')
    }
  }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true })

  const ask = (event: Event) => {
    if (isOwner(event)) askedMs = event.timeStamp
  }
  addEventListener('keydown', ask, true)
  addEventListener('mousedown', ask, true)
  addEventListener('input', (event) => isOwner(event) && once('key-accepted'), true)

  const eachEntry = (type: string, run: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(run)).observe({
      type,
      buffered: true,
    })
  eachEntry('layout-shift', (entry) => {
    if ('hadRecentInput' in entry && entry.hadRecentInput === true) return
    performance.mark('shift', { detail: 'value' in entry ? entry.value : 0 })
  })
  eachEntry('longtask', ({ startTime, duration }) =>
    performance.mark('long-task', { startTime, detail: duration }),
  )
}
