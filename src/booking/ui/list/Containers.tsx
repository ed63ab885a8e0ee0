/** The worklist: what waits for the reader's next step first, everything else a click away. */
import { Segmented, Select } from 'antd'
import { bookingApi, CustomsStatus, Stage } from '#booking/contract.ts'
import { statesDueTo } from '#booking/step.ts'
import { customsTexts, stageTexts } from '#booking/words.ts'
import { DefaultFilter } from '#identity/ui/DefaultFilter.tsx'
import { SavedFilters } from '#identity/ui/SavedFilters.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { SearchInput } from '#web/kit/SearchInput.tsx'
import { useAddress } from '#web/address.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { useListing } from '#web/queries.ts'
import { useActor } from '#web/session.ts'
import { ContainerDrawer } from './ContainerDrawer.tsx'
import { ContainerList } from './ContainerList.tsx'
import type { StepForms } from '../container/step-form.ts'
import { wordTexts } from '../texts.ts'

const texts = defineTexts({
  todo: { zh: '待办', en: 'To do', ru: 'К исполнению' },
  all: { zh: '全部', en: 'All', ru: 'Все' },
  show: { zh: '显示范围', en: 'Show', ru: 'Показать' },
  search: {
    zh: '箱号或订舱号',
    en: 'Container or booking number',
    ru: 'Номер контейнера или брони',
  },
  anyStage: { zh: '全部进度', en: 'Any stage', ru: 'Любой этап' },
  anyCustoms: { zh: '全部海关状态', en: 'Any customs status', ru: 'Любой статус таможни' },
  nothingToDo: {
    zh: '没有等待您处理的集装箱。',
    en: 'No container is waiting for you.',
    ru: 'Нет контейнеров, ожидающих ваших действий.',
  },
  empty: {
    zh: '没有符合条件的集装箱。',
    en: 'No containers match.',
    ru: 'Контейнеры не найдены.',
  },
})

/** Of the address, what a member may keep by name. */
const FILTER_FIELDS = ['show', 'q', 'stage', 'customs']

export function Containers({ forms }: { forms: StepForms }) {
  return (
    <DefaultFilter screen="containers">
      <ContainersShown forms={forms} />
    </DefaultFilter>
  )
}

function ContainersShown({ forms }: { forms: StepForms }) {
  const t = useTexts(texts)
  const words = useTexts(wordTexts)
  const { organisationKind } = useActor()
  const { search, set } = useAddress()
  const open = search.get('open')
  // Only parties with steps of their own have a to-do list; the others see all they take part in.
  const works = statesDueTo(organisationKind).length > 0
  const todo = works && search.get('show') !== 'all'
  const listing = useListing(bookingApi.listContainers, {
    query: {
      stage: Stage.optional()
        .catch(undefined)
        .parse(search.get('stage') ?? undefined),
      customs: CustomsStatus.optional()
        .catch(undefined)
        .parse(search.get('customs') ?? undefined),
      q: search.get('q') ?? undefined,
      todo: todo ? 'true' : undefined,
    },
    refetchEveryMs: 15_000,
  })
  return (
    <>
      <PageHeader title={words('containers')} />
      <Filters works={works} todo={todo} />
      <ContainerList
        listing={listing}
        forms={forms}
        empty={todo ? t('nothingToDo') : t('empty')}
        onOpen={({ id }) => set({ open: id })}
      />
      {open !== null && (
        <ContainerDrawer containerId={open} onClose={() => set({ open: undefined })} />
      )}
    </>
  )
}

function Filters({ works, todo }: { works: boolean; todo: boolean }) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const { search, set } = useAddress()
  return (
    <search className="filters">
      {works && (
        <Segmented
          aria-label={t('show')}
          value={todo ? 'todo' : 'all'}
          onChange={(value) => set({ show: value === 'all' ? 'all' : undefined })}
          options={[
            { value: 'todo', label: t('todo') },
            { value: 'all', label: t('all') },
          ]}
        />
      )}
      <SearchInput
        label={t('search')}
        value={search.get('q')}
        onSearch={(typed) => set({ q: typed.toUpperCase() })}
      />
      <Select
        allowClear
        aria-label={t('anyStage')}
        placeholder={t('anyStage')}
        value={search.get('stage')}
        onChange={(stage: string | undefined) => set({ stage })}
        options={Stage.options.map((value) => ({ value, label: say(stageTexts[value]) }))}
      />
      <Select
        allowClear
        aria-label={t('anyCustoms')}
        placeholder={t('anyCustoms')}
        value={search.get('customs')}
        onChange={(customs: string | undefined) => set({ customs })}
        options={CustomsStatus.options.map((value) => ({ value, label: say(customsTexts[value]) }))}
      />
      <SavedFilters screen="containers" fields={FILTER_FIELDS} />
    </search>
  )
}
