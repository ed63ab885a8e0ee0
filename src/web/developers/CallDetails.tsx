/** One call of the API: who may make it, what it takes, what it answers, and an example of both. */
import { Pill } from '#web/kit/Pill.tsx'
import { ScrollBox } from '#web/kit/ScrollBox.tsx'
import { useTexts } from '#web/i18n.ts'
import {
  descriptionOf,
  exampleOf,
  fieldsOf,
  typeOf,
  type Call,
  type Field,
  type Schema,
} from './openapi.ts'
import { developerTexts } from './texts.ts'

const JSON_TYPE = 'application/json'

export function CallDetails({ call, server }: { call: Call; server: string }) {
  const t = useTexts(developerTexts)
  const { operation } = call
  const body = operation.requestBody?.content[JSON_TYPE]?.schema
  const answers = operation.responses['200']?.content ?? {}
  const answer = answers[JSON_TYPE]?.schema
  const parameters = operation.parameters.map((parameter) => ({
    name: parameter.name,
    type: `${typeOf(parameter.schema)} · ${parameter.in}`,
    required: parameter.required,
    description: parameter.description ?? descriptionOf(parameter.schema),
  }))
  return (
    <div className="call" lang="en">
      <p>
        <Pill tone={operation.security ? 'good' : 'plain'}>
          {operation.security ? 'Public' : (operation.description ?? 'Any signed-in party')}
        </Pill>
      </p>
      <FieldTable title={t('parameters')} fields={parameters} />
      <FieldTable title={t('body')} fields={fieldsOf(body)} />
      <Example title={t('request')} text={curlOf(call, server, body)} />
      <FieldTable title={t('answer')} fields={fieldsOf(answer)} />
      {answer === undefined ? (
        <p>
          {t('answer')}: <code>{Object.keys(answers).join(', ')}</code>
        </p>
      ) : (
        <Example title={t('answerExample')} text={JSON.stringify(exampleOf(answer), null, 2)} />
      )}
    </div>
  )
}

function FieldTable({ title, fields }: { title: string; fields: readonly Field[] }) {
  const t = useTexts(developerTexts)
  if (fields.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ScrollBox label={title}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              <th scope="col">{t('type')}</th>
              <th scope="col">{t('meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field.name}>
                <td>
                  <code>{field.name}</code>
                  {field.required && (
                    <span className="required" title={t('required')}>
                      {' '}
                      *
                    </span>
                  )}
                </td>
                <td className="call-type">{field.type}</td>
                <td>{field.description}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </>
  )
}

function Example({ title, text }: { title: string; text: string }) {
  return (
    <>
      <h3>{title}</h3>
      <ScrollBox label={title}>
        <pre className="code">{text}</pre>
      </ScrollBox>
    </>
  )
}

function curlOf(
  { method, path, operation }: Call,
  server: string,
  body: Schema | undefined,
): string {
  const address = operation.parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce(
      (filled, { name, schema }) => filled.replace(`{${name}}`, String(exampleOf(schema))),
      path,
    )
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}'${server}${address}'`,
    ...(operation.security ? [] : ["-H 'Authorization: Bearer lbk_…'"]),
    ...(method === 'POST' ? ["-H 'Idempotency-Key: 3f9c…'"] : []),
    ...(body === undefined
      ? []
      : [
          "-H 'Content-Type: application/json'",
          `-d '${JSON.stringify(exampleOf(body), null, 2).replaceAll("'", "'\\''")}'`,
        ]),
  ].join(' \\\n  ')
}
