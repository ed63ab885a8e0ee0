/** A container's passport for those who take part in it: the public page, the label, the evidence, and each statement's place in the ledger. */
import { DownloadOutlined, PrinterOutlined, QrcodeOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'
import { organisationKindTexts } from '#kernel/organisation.ts'
import type { ContainerView } from '#booking/contract.ts'
import { eventTexts } from '#booking/words.ts'
import { passportApi, type ContainerPassport } from '#passport/contract.ts'
import { Pill } from '#web/kit/Pill.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { ProblemReply } from '#web/api.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useAsk } from '#web/queries.ts'
import { EvidenceModal } from './EvidenceModal.tsx'
import { RouteCheck } from './route/RouteCheck.tsx'

const texts = defineTexts({
  title: { zh: '集装箱通行证', en: 'Container passport', ru: 'Паспорт контейнера' },
  page: { zh: '公开页面', en: 'Public page', ru: 'Открытая страница' },
  label: { zh: '打印标签（PDF）', en: 'Label (PDF)', ru: 'Этикетка (PDF)' },
  evidence: { zh: '下载证据文件…', en: 'Download evidence…', ru: 'Скачать доказательства…' },
  making: {
    zh: '通行证正在生成，请稍候。',
    en: 'The passport is being made.',
    ru: 'Паспорт создаётся.',
  },
  statements: { zh: '账本中的声明', en: 'Statements in the ledger', ru: 'Заявления в журнале' },
  entry: { zh: '第 {index} 条', en: 'Entry {index}', ru: 'Запись {index}' },
  published: { zh: '已公布', en: 'Published', ru: 'Опубликовано' },
  sequenced: { zh: '已入账', en: 'In the ledger', ru: 'В журнале' },
  waiting: { zh: '等待入账', en: 'Waiting', ru: 'Ожидает' },
  unsigned: { zh: '等待签名', en: 'Waits for a signature', ru: 'Ожидает подписи' },
})

const FRESH_MS = 5_000

export function PassportPanel({ container }: { container: ContainerView }) {
  const t = useTexts(texts)
  const { data, error } = useAsk(passportApi.getContainerPassport, {
    params: { containerId: container.id },
    refetchEveryMs: FRESH_MS,
  })
  const making = error instanceof ProblemReply && error.code === 'passport.not_made_yet'
  return (
    <section className="panel" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      {making && <p className="soft">{t('making')}</p>}
      {!making && data === undefined && <ProblemAlert problem={error} />}
      {data === undefined && error === null && <Skeleton active title={false} />}
      {data && <Passport passport={data} container={container} />}
    </section>
  )
}

function Passport({
  passport,
  container,
}: {
  passport: ContainerPassport
  container: ContainerView
}) {
  const t = useTexts(texts)
  const { say } = useLocale()
  const [choosing, setChoosing] = useState(false)
  return (
    <>
      <p className="code-text number">{passport.code.match(/.{1,4}/g)?.join(' ')}</p>
      <div className="row">
        <Button icon={<QrcodeOutlined />} href={paths.passport(passport.code)} target="_blank">
          {t('page')}
        </Button>
        <Button
          icon={<PrinterOutlined />}
          href={paths.label(container.id)}
          target="_blank"
          disabled={container.containerNumber === null}
        >
          {t('label')}
        </Button>
        <Button icon={<DownloadOutlined />} onClick={() => setChoosing(true)}>
          {t('evidence')}
        </Button>
      </div>
      <EvidenceModal passport={passport} open={choosing} onClose={() => setChoosing(false)} />
      <h3 className="panel-sub">{t('statements')}</h3>
      <ol className="statements">
        {passport.statements.map(({ sequence, event, index, published, entryHash }) => (
          <li key={sequence} title={entryHash}>
            <span>{say(eventTexts[event])}</span>
            <span className="soft number">{index !== null && t('entry', { index })}</span>
            <Pill tone={published ? 'good' : 'wait'}>
              {published ? t('published') : index === null ? t('waiting') : t('sequenced')}
            </Pill>
          </li>
        ))}
        {passport.unsigned.map(({ sequence, event, party }) => (
          <li key={sequence}>
            <span>{say(eventTexts[event])}</span>
            <span className="soft">{say(organisationKindTexts[party])}</span>
            <Pill tone="wait">{t('unsigned')}</Pill>
          </li>
        ))}
      </ol>
      <RouteCheck containerId={container.id} />
    </>
  )
}
