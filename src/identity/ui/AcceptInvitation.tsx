/** Who invites me, and the name and password I join with. The token stands in the page's address and goes out only in a body. */
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Skeleton } from 'antd'
import { Link, useNavigate, useParams } from 'react-router'
import { acceptInvitation, readInvitation, signIn } from '#identity/contract.ts'
import type { Session } from '#identity/contract.ts'
import { call } from '#web/api.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useLocale, useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useCommand } from '#web/queries.ts'
import { sessionBegan } from '#web/session.ts'
import { usePasswordRule } from './password-rule.ts'
import { invitationTexts, roleTexts, wordTexts } from './texts.ts'

type Offer = Pick<Session, 'organisation' | 'role'> & { readonly email: string }

interface Typed {
  readonly name: string
  readonly password: string
}

export function AcceptInvitation() {
  const t = useTexts(invitationTexts)
  const { token = '' } = useParams()
  const { locale } = useLocale()
  const { data, error } = useQuery({
    queryKey: [readInvitation.path, token, locale],
    queryFn: ({ signal }) => call(readInvitation, { body: { token }, signal }),
    // Asked once: when it is accepted, the page must not say that it was.
    enabled: (query) => query.state.data === undefined,
  })
  return (
    <>
      <PageHeader title={t('title')} />
      {error !== null && data === undefined ? (
        <div className="stack">
          <ProblemAlert problem={error} />
          <Link to={paths.signIn()}>{t('toSignIn')}</Link>
        </div>
      ) : data === undefined ? (
        <Skeleton active />
      ) : (
        <JoinForm token={token} offer={data} />
      )}
    </>
  )
}

function JoinForm({ token, offer }: { token: string; offer: Offer }) {
  const t = useTexts(invitationTexts)
  const words = useTexts(wordTexts)
  const { say } = useLocale()
  const [form] = Form.useForm<Typed>()
  const join = useJoin(token, offer.email)
  const passwordRule = usePasswordRule(() => ({
    name: String(form.getFieldValue('name') ?? ''),
    email: offer.email,
  }))
  const required = { required: true, message: words('missing') }
  return (
    <>
      <p>
        {t('invited', {
          organisation: say(offer.organisation.names),
          role: say(roleTexts[offer.role]),
          email: offer.email,
        })}
      </p>
      <ProblemAlert problem={join.problem} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={join.run}>
        {/* Lets a password keeper save the right name with the password. */}
        <input type="hidden" name="username" autoComplete="username" value={offer.email} readOnly />
        <Form.Item name="name" label={t('yourName')} rules={[required]}>
          <Input autoComplete="name" size="large" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('choosePassword')}
          extra={t('passwordHint')}
          rules={[required, passwordRule]}
          validateTrigger="onBlur"
        >
          <Input.Password autoComplete="new-password" size="large" />
        </Form.Item>
        <Button
          type="primary"
          htmlType="submit"
          size="large"
          block
          loading={join.running}
          style={{ marginTop: 12 }}
        >
          {t('submit')}
        </Button>
      </Form>
    </>
  )
}

/** Joins, then signs in with what was just chosen. */
function useJoin(token: string, email: string) {
  const navigate = useNavigate()
  const accept = useCommand(acceptInvitation)
  const enter = useCommand(signIn, () => {
    void sessionBegan().then(() => navigate(paths.home(), { replace: true }))
  })
  return {
    run: ({ name, password }: Typed) =>
      void accept.run({ body: { token, name, password } }).then(async (joined) => {
        if (joined) await enter.run({ body: { email, password } })
      }),
    running: accept.running || enter.running,
    problem: accept.problem ?? enter.problem,
  }
}
