/** The door: e-mail and password. The answer to a wrong one is the server's own sentence. */
import { Button, Form, Input } from 'antd'
import { useNavigate, useSearchParams } from 'react-router'
import { signIn } from '#identity/contract.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ProblemAlert } from '#web/kit/ProblemAlert.tsx'
import { useTexts } from '#web/i18n.ts'
import { paths } from '#web/paths.ts'
import { useCommand } from '#web/queries.ts'
import { sessionBegan } from '#web/session.ts'
import { signInTexts, wordTexts } from './texts.ts'

interface Typed {
  readonly email: string
  readonly password: string
}

export function SignIn() {
  const t = useTexts(signInTexts)
  const words = useTexts(wordTexts)
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const { run, running, problem } = useCommand(signIn, () => {
    void sessionBegan().then(() => navigate(ownPath(search.get('next')), { replace: true }))
  })
  const required = { required: true, message: words('missing') }
  return (
    <>
      <PageHeader title={t('title')} />
      <ProblemAlert problem={problem} />
      <Form<Typed>
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => void run({ body })}
        className="stack"
      >
        <Form.Item name="email" label={words('email')} rules={[required]}>
          <Input type="email" autoComplete="username" size="large" />
        </Form.Item>
        <Form.Item name="password" label={words('password')} rules={[required]}>
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={running}>
          {t('submit')}
        </Button>
      </Form>
      <p className="soft">{t('noAccount')}</p>
    </>
  )
}

/** A link may say where to go on to, but only within this site: `//elsewhere` and `/\elsewhere` are other sites. */
function ownPath(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : paths.home()
}
