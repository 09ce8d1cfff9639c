import { useEffect, useLayoutEffect, useRef } from 'react'

/** Above the draft or the working hours, so that what comes before is seen too. */
const marginMinutes = 45
/** The label of an hour reaches so far above its line. */
const labelMinutes = 12
/** How far the column scrolls at once under a pointer that is beyond its edge. */
const edgePixels = 8

/**
 * The column of time that scrolls: where a pointer is in it, and what of it is in view. `opensAt` is the minute that is
 * brought into view whenever it changes, unless a pointer changed it: the column must not scroll away under a pointer.
 * `isHeld`: a pointer has the draft in its hand, which is drawn a little later than the pointer moves.
 */
export function useColumn(lengthMinutes: number, opensAt: number, isHeld: boolean) {
  const scroller = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const isPointerDown = useRef(false)
  const wasHeld = useRef(false)

  // The scroll position belongs to the browser. Scroll before the browser paints.
  useLayoutEffect(() => {
    const isByPointer = isPointerDown.current || isHeld || wasHeld.current
    wasHeld.current = isHeld
    if (scroller.current && grid.current && !isByPointer) {
      reveal(scroller.current, grid.current, lengthMinutes, opensAt)
    }
  }, [lengthMinutes, opensAt, isHeld])

  // The browser's layout: a note or a smaller window makes the column shorter. What was in view stays in view.
  useEffect(() => {
    const [box, column] = [scroller.current, grid.current]
    if (!box || !column) return
    let wasSeen = isSeen(box, column, lengthMinutes, opensAt)
    const look = () => {
      wasSeen = isSeen(box, column, lengthMinutes, opensAt)
    }
    const observer = new ResizeObserver(() => {
      if (wasSeen && !isPointerDown.current) reveal(box, column, lengthMinutes, opensAt)
      look()
    })
    observer.observe(box)
    box.addEventListener('scroll', look)
    return () => {
      observer.disconnect()
      box.removeEventListener('scroll', look)
    }
  }, [lengthMinutes, opensAt])

  return {
    scroller,
    grid,
    minuteAt: (clientY: number): number => {
      const box = grid.current?.getBoundingClientRect()
      if (!box || box.height === 0) return 0
      return ((clientY - box.top) / box.height) * lengthMinutes
    },
    pointerIsDown: () => {
      isPointerDown.current = true
    },
    pointerIsUp: () => {
      // After what the last event of the pointer changed has been drawn.
      requestAnimationFrame(() => {
        isPointerDown.current = false
      })
    },
    /** A pointer that holds the draft beyond the edge of the column scrolls it, a little with every move. */
    scrollTowards: (clientY: number) => {
      const box = scroller.current?.getBoundingClientRect()
      if (!box) return
      if (clientY < box.top) scroller.current?.scrollBy(0, -edgePixels)
      if (clientY > box.bottom) scroller.current?.scrollBy(0, edgePixels)
    },
  }
}

/** Scrolls the column, and nothing around it, so far that this minute is seen. */
function reveal(
  scroller: HTMLElement,
  grid: HTMLElement,
  lengthMinutes: number,
  minute: number,
): void {
  if (isSeen(scroller, grid, lengthMinutes, minute)) return
  const { pixels, offset } = scaleOf(scroller, grid, lengthMinutes)
  const latest = (scroller.scrollHeight - scroller.clientHeight - offset) / pixels
  const visible = scroller.clientHeight / pixels
  scroller.scrollTop = offset + firstInView(minute, latest, visible) * pixels
}

function isSeen(
  scroller: HTMLElement,
  grid: HTMLElement,
  lengthMinutes: number,
  minute: number,
): boolean {
  const { pixels, offset } = scaleOf(scroller, grid, lengthMinutes)
  const top = offset + minute * pixels - scroller.scrollTop
  return top >= 0 && top + marginMinutes * pixels <= scroller.clientHeight
}

/** The height of a minute, and where the day begins in what is scrolled. */
function scaleOf(scroller: HTMLElement, grid: HTMLElement, lengthMinutes: number) {
  const offset =
    grid.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
  return { pixels: grid.offsetHeight / lengthMinutes, offset }
}

/**
 * The minute of the day at the upper edge of the column, so that `minute` is in view: above a full hour, with room for
 * its label. The column scrolls no further than to `latest`, and `visible` minutes are in view. If that cuts a label, the
 * view begins above the label, unless `minute` would then be out of view.
 */
export function firstInView(minute: number, latest: number, visible: number): number {
  const fullHour = Math.floor((minute - marginMinutes) / 60) * 60
  const first = Math.min(fullHour - labelMinutes, latest)
  const nearestHour = Math.round(first / 60) * 60
  const isLabelCut = Math.abs(first - nearestHour) < labelMinutes
  const aboveLabel = nearestHour - labelMinutes
  return isLabelCut && minute + marginMinutes <= aboveLabel + visible ? aboveLabel : first
}
