/** What a container is called: its number, or the booking it waits under until it has one. */
import type { Container } from '#booking/contract.ts'
import { ContainerNumber } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { wordTexts } from '../texts.ts'

export function ContainerTitle({
  container,
  short = false,
}: {
  container: Pick<Container, 'containerNumber' | 'bookingNumber'>
  /** Where the booking's number stands beside it anyway. */
  short?: boolean
}) {
  const t = useTexts(wordTexts)
  if (container.containerNumber !== null)
    return <ContainerNumber number={container.containerNumber} />
  return (
    <span>
      {t('noNumber')} {!short && <span className="soft">{container.bookingNumber}</span>}
    </span>
  )
}
