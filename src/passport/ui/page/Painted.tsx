/** A container's number as it is painted on the box. */

/** Owner, serial number and, in its frame, the check digit: as ISO 6346 has it painted on the door. */
export function Painted({ number }: { number: string }) {
  return (
    <span className="painted" aria-label={number}>
      <span>{number.slice(0, 4)}</span> <span>{number.slice(4, 10)}</span>{' '}
      <span className="painted-check">{number.slice(10)}</span>
    </span>
  )
}
