import { type RefObject, useLayoutEffect, useRef } from 'react'

/** Room that a list keeps from the edges of the window, in CSS pixels. */
const marginPx = 8
const gapPx = 4
const tallestPx = 288

/**
 * Places a list below its field, or above where there is more room. It lies in the browser's top layer, so that no
 * scrolling column cuts it off; a browser without popovers (Firefox before 125) shows it inside the column.
 */
export function usePopup(isOpen: boolean): {
  anchor: RefObject<HTMLDivElement | null>
  popup: RefObject<HTMLDivElement | null>
} {
  const anchor = useRef<HTMLDivElement>(null)
  const popup = useRef<HTMLDivElement>(null)

  // The top layer and the window's size and scroll position, which live outside React.
  useLayoutEffect(() => {
    const [field, list] = [anchor.current, popup.current]
    if (!isOpen || !field || !list || !('showPopover' in list)) return
    list.showPopover()
    const place = () => {
      const { top, bottom, left, width } = field.getBoundingClientRect()
      const below = window.innerHeight - bottom - gapPx - marginPx
      const above = top - gapPx - marginPx
      const isBelow = below >= Math.min(tallestPx, list.scrollHeight) || below >= above
      list.style.left = `${left}px`
      list.style.width = `${width}px`
      list.style.maxHeight = `${Math.max(80, Math.min(tallestPx, isBelow ? below : above))}px`
      list.style.top = isBelow ? `${bottom + gapPx}px` : 'auto'
      list.style.bottom = isBelow ? 'auto' : `${window.innerHeight - top + gapPx}px`
    }
    place()
    const observer = new ResizeObserver(place)
    observer.observe(list)
    window.addEventListener('scroll', place, { capture: true, passive: true })
    window.addEventListener('resize', place)
    return () => {
      observer.disconnect()
      window.removeEventListener('scroll', place, { capture: true })
      window.removeEventListener('resize', place)
      if (list.isConnected) list.hidePopover()
    }
  }, [isOpen])

  return { anchor, popup }
}
