/** A moment exactly as it was stated: the clock at the place, with its offset. Nothing is converted, so nothing can be misread. */

const PARTS = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})[^+Z-]*(Z|[+-]\d{2}:\d{2})$/

export function Moment({ at }: { at: string }) {
  const [, day, time, offset] = PARTS.exec(at) ?? []
  return (
    <time className="moment" dateTime={at}>
      {day === undefined ? (
        at
      ) : (
        <>
          {day} <strong>{time}</strong>{' '}
          <span className="offset">{offset === 'Z' ? '+00:00' : offset}</span>
        </>
      )}
    </time>
  )
}
