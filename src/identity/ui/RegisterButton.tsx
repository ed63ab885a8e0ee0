/** Registers a party and gives the link by which its first administrator comes in. */
import { Button, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { Email } from '#kernel/contact.ts'
import { COUNTRIES } from '#kernel/country.ts'
import { CreditCode } from '#kernel/credit-code.ts'
import { CustomsCode } from '#kernel/customs-code.ts'
import { OrganisationKind, organisationKindTexts } from '#kernel/organisation.ts'
import { createOrganisation } from '#identity/contract.ts'
import { useFaults } from '#web/faults.ts'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { useCommand } from '#web/queries.ts'
import { useValueRule } from '#web/value-rule.ts'
import { invitationLink } from './invitation-link.ts'
import { OnceShown } from '#web/kit/OnceShown.tsx'
import { invitationsTexts, organisationsTexts, organisationTexts, wordTexts } from './texts.ts'

type Typed = z.input<(typeof createOrganisation)['body']>

export function RegisterButton() {
  const t = useTexts(organisationsTexts)
  const links = useTexts(invitationsTexts)
  const [open, setOpen] = useState(false)
  const [issued, setIssued] = useState<{ email: string; token: string }>()
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('register')}
      </Button>
      {open && (
        <RegisterModal
          onClose={() => setOpen(false)}
          onIssued={(email, token) => {
            setOpen(false)
            setIssued({ email, token })
          }}
        />
      )}
      <OnceShown
        title={links('linkTitle')}
        note={links('linkNote', { email: issued?.email ?? '' })}
        secret={issued && invitationLink(issued.token)}
        onClose={() => setIssued(undefined)}
      />
    </>
  )
}

interface RegisterModalProps {
  readonly onClose: () => void
  readonly onIssued: (email: string, token: string) => void
}

function RegisterModal({ onClose, onIssued }: RegisterModalProps) {
  const t = useTexts(organisationsTexts)
  const words = useTexts(wordTexts)
  const [form] = Form.useForm<Typed>()
  const { run, running, problem } = useCommand(createOrganisation, ({ invitation, token }) =>
    onIssued(invitation.email, token),
  )
  const left = useFaults(form, problem)
  return (
    <Modal
      open
      title={t('register')}
      okText={t('submit')}
      cancelText={words('cancel')}
      confirmLoading={running}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={left} />
      <Form
        validateTrigger="onBlur"
        form={form}
        layout="vertical"
        initialValues={{ organisation: { kind: 'exporter', country: 'CN' } }}
        onFinish={(typed) => void run({ body: withoutEmpty(typed) })}
      >
        <NameFields />
        <RegistrationFields />
        <AdministratorField />
      </Form>
    </Modal>
  )
}

function NameFields() {
  const t = useTexts(organisationTexts)
  const words = useTexts(wordTexts)
  const { say } = useLocale()
  const required = { required: true, message: words('missing') }
  const names = { zh: t('nameZh'), en: t('nameEn'), ru: t('nameRu') }
  return (
    <>
      <Form.Item name={['organisation', 'kind']} label={t('kind')}>
        <Select
          options={OrganisationKind.options.map((kind) => ({
            value: kind,
            label: say(organisationKindTexts[kind]),
          }))}
        />
      </Form.Item>
      {Object.entries(names).map(([locale, label]) => (
        <Form.Item
          key={locale}
          name={['organisation', 'names', locale]}
          label={label}
          rules={[required]}
        >
          <Input lang={locale} autoComplete="off" maxLength={200} />
        </Form.Item>
      ))}
    </>
  )
}

/** Which register: China's numbers for a party in China, its own country's for one abroad. */
function RegistrationFields() {
  const t = useTexts(organisationTexts)
  const { optional } = useOptional()
  const words = useTexts(wordTexts)
  const { say } = useLocale()
  const rule = useValueRule()
  const country: unknown = Form.useWatch(['organisation', 'country'])
  const required = { required: true, message: words('missing') }
  const field = (name: string) => ({ name: ['organisation', name], validateTrigger: 'onBlur' })
  return (
    <>
      <Form.Item name={['organisation', 'country']} label={t('country')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={Object.entries(COUNTRIES).map(([code, name]) => ({
            value: code,
            label: say(name),
          }))}
        />
      </Form.Item>
      {country === 'CN' ? (
        <>
          <Form.Item
            {...field('creditCode')}
            label={t('creditCode')}
            rules={[required, rule(CreditCode)]}
          >
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item
            {...field('customsCode')}
            label={optional(t('customsCode'))}
            rules={[rule(CustomsCode)]}
          >
            <Input autoComplete="off" />
          </Form.Item>
        </>
      ) : (
        <Form.Item
          {...field('registrationNumber')}
          label={t('registrationNumber')}
          rules={[required]}
        >
          <Input autoComplete="off" maxLength={60} />
        </Form.Item>
      )}
      <Form.Item {...field('address')} label={optional(t('address'))}>
        <Input autoComplete="off" maxLength={300} />
      </Form.Item>
    </>
  )
}

function AdministratorField() {
  const t = useTexts(organisationsTexts)
  const words = useTexts(wordTexts)
  const rule = useValueRule()
  return (
    <Form.Item
      name="administratorEmail"
      label={t('administratorEmail')}
      rules={[{ required: true, message: words('missing') }, rule(Email)]}
      validateTrigger="onBlur"
    >
      <Input type="email" autoComplete="off" />
    </Form.Item>
  )
}

function useOptional() {
  const t = useTexts(organisationsTexts)
  return { optional: (label: string) => `${label} (${t('optional')})` }
}

/** A field left empty is not sent: the server takes an empty text for a wrong one. */
function withoutEmpty({ organisation, administratorEmail }: Typed): Typed {
  const given = Object.entries(organisation).filter(([, value]) => value !== '')
  return { organisation: Object.fromEntries(given) as Typed['organisation'], administratorEmail }
}
