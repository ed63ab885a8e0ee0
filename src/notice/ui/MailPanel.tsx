/** What this member wants by mail: from which importance on at once, and a daily digest at an hour of their own clock. */
import { Alert, App, Button, Form, Select } from 'antd'
import type { z } from 'zod'
import { Locale } from '#kernel/locale.ts'
import { MailWishes, noticeApi } from '#notice/contract.ts'
import { Asked } from '#web/kit/Asked.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { LOCALE_NAMES, useLocale, useTexts } from '#web/i18n.ts'
import { useAsk, useCommand } from '#web/queries.ts'
import { atOnceTexts, mailTexts, noticeTexts } from './texts.ts'

/** The corridor's own clocks, and the reader's. */
const TIME_ZONES = [
  ...new Set([
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    'Asia/Shanghai',
    'Asia/Almaty',
    'Asia/Tashkent',
    'Asia/Ulaanbaatar',
    'Europe/Moscow',
    'Europe/Minsk',
    'Europe/Warsaw',
    'Europe/Berlin',
  ]),
]
const NO_DIGEST = -1
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

export function MailPanel() {
  const asked = useAsk(noticeApi.getMailWishes)
  const words = useTexts(noticeTexts)
  const t = useTexts(mailTexts)
  return (
    <section className="panel" aria-label={words('mail')}>
      <p className="soft">{t('note')}</p>
      <Asked asked={asked}>{(wishes) => <WishesForm {...wishes} />}</Asked>
    </section>
  )
}

function WishesForm({ sends, ...wishes }: z.output<(typeof noticeApi.getMailWishes)['reply']>) {
  const t = useTexts(mailTexts)
  const { say } = useLocale()
  const { message } = App.useApp()
  const { run, running, problem } = useCommand(
    noticeApi.setMailWishes,
    () => void message.success(t('saved')),
  )
  const hours = HOURS.map((hour) => ({ value: hour, label: t('atHour', { hour }) }))
  return (
    <Form
      layout="vertical"
      className="narrow-form"
      initialValues={{ ...wishes, digestHour: wishes.digestHour ?? NO_DIGEST }}
      onFinish={(typed: MailWishes) => {
        const digestHour = typed.digestHour === NO_DIGEST ? null : typed.digestHour
        void run({ body: { ...typed, digestHour } })
      }}
    >
      {!sends && <Alert type="info" showIcon title={t('notSet')} />}
      <ProblemAlert problem={problem} />
      <Form.Item name="atOnce" label={t('atOnce')}>
        <Select
          options={MailWishes.shape.atOnce.options.map((wish) => ({
            value: wish,
            label: say(atOnceTexts[wish]),
          }))}
        />
      </Form.Item>
      <Form.Item name="digestHour" label={t('digest')}>
        <Select options={[{ value: NO_DIGEST, label: t('noDigest') }, ...hours]} />
      </Form.Item>
      <Form.Item name="timeZone" label={t('zone')}>
        <Select showSearch options={TIME_ZONES.map((zone) => ({ value: zone, label: zone }))} />
      </Form.Item>
      <Form.Item name="locale" label={t('locale')}>
        <Select
          options={Locale.options.map((locale) => ({ value: locale, label: LOCALE_NAMES[locale] }))}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={running}>
        {t('save')}
      </Button>
    </Form>
  )
}
