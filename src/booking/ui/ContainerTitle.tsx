/** What a container is called: its number, or the booking it waits under until it has one. */
import type { Container } from '#booking/contract.ts'
import { ContainerNumber } from '#web/kit/Values.tsx'
import { useTexts } from '#web/i18n.ts'
import { wordTexts } from './texts.ts'

export function ContainerTitle({
  container,
}: {
  container: Pick<Container, 'containerNumber' | 'bookingNumber'>
}) {
  const t = useTexts(wordTexts)
  if (container.containerNumber !== null)
    return <ContainerNumber number={container.containerNumber} />
  return (
    <span>
      {t('noNumber')} <span className="soft">{container.bookingNumber}</span>
    </span>
  )
}
