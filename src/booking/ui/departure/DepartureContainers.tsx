/** The containers of one train, for the parties that work on it; for its operator, the departure itself. */
import { bookingApi } from '#booking/contract.ts'
import type { Departure } from '#train/contract.ts'
import { defineTexts, useTexts } from '#web/i18n.ts'
import { useListing } from '#web/queries.ts'
import { useSession } from '#web/session.ts'
import { CancelTrainButton } from './CancelTrainButton.tsx'
import { ContainerList } from '../list/ContainerList.tsx'
import { DepartButton } from './DepartButton.tsx'
import type { StepForms } from '../container/step-form.ts'
import { wordTexts } from '../texts.ts'

const texts = defineTexts({
  empty: {
    zh: '这趟班列上没有贵方参与的集装箱。',
    en: 'None of your containers is on this train.',
    ru: 'В этом поезде нет контейнеров с вашим участием.',
  },
})

const PAGE_ITEMS = 200

export function DepartureContainers({
  departure,
  forms,
}: {
  departure: Departure
  forms: StepForms
}) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const { organisation, role } = useSession()
  const listing = useListing(bookingApi.listContainers, {
    query: { departure: departure.id, limit: PAGE_ITEMS },
    refetchEveryMs: 15_000,
  })
  const mayDepart =
    role !== 'viewer' &&
    departure.service.operatorId === organisation.id &&
    departure.state === 'scheduled'
  return (
    <section aria-label={words('containers')}>
      <div className="panel-head">
        <h2>{words('containers')}</h2>
        {mayDepart && (
          <div className="row">
            <CancelTrainButton departure={departure} />
            <DepartButton departure={departure} />
          </div>
        )}
      </div>
      <ContainerList listing={listing} forms={forms} empty={t('empty')} ofOneTrain />
    </section>
  )
}
