/** How wide an element is by now: a chart is drawn for its width instead of being stretched, so that its words stay readable. */
import { useLayoutEffect, useRef, useState, type RefObject } from 'react'

const BEFORE_MEASURED_PX = 640

export function useWidth<Of extends HTMLElement>(): [RefObject<Of | null>, number] {
  const ref = useRef<Of>(null)
  const [width, setWidth] = useState(BEFORE_MEASURED_PX)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return undefined
    const measure = () => setWidth(Math.max(200, Math.floor(element.clientWidth)))
    measure()
    const watching = new ResizeObserver(measure)
    watching.observe(element)
    return () => watching.disconnect()
  }, [])
  return [ref, width]
}
