// Mail through a real SMTP server, which keeps what it is sent.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { organisationsFixture } from '#identity/fixtures.ts'
import { noticeKind } from '#kernel/notice.ts'
import { openMailer } from '#platform/mail.ts'
import { randomIds } from '#platform/ids.ts'
import type { Tx } from '#platform/database.ts'
import { testDatabase } from '#platform/testing/database.ts'
import { testHttp } from '#platform/testing/http.ts'
import { noticeRoutes, notify, queueDigests, startSender } from '#notice'
import { RETRY_AFTER_MS } from '#notice/notice.ts'

const late = noticeKind({
  kind: 'container.late',
  name: { zh: '晚点', en: 'Late', ru: 'Опоздание' },
  title: {
    zh: '{container} 晚点 {days} 天',
    en: '{container} is {days} days late',
    ru: '{container}: опоздание {days} сут.',
  },
  tone: 'warning',
})
const kinds = new Map([[late.kind, late]])

interface Taken {
  readonly to: string[]
  readonly text: string
}
const taken: Taken[] = []
let isBusy = false
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, callback) {
    const parts: Buffer[] = []
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('end', () => {
      if (isBusy) return callback(Object.assign(new Error('mailbox busy'), { responseCode: 450 }))
      const to = session.envelope.rcptTo.map(({ address }) => address)
      taken.push({ to, text: Buffer.concat(parts).toString() })
      return callback()
    })
  },
})
smtp.listen(0, '127.0.0.1')
await once(smtp.server, 'listening')
const { port } = smtp.server.address() as AddressInfo

const database = await testDatabase()
let now = new Date('2026-05-01T00:00:00Z')
const clock = () => now
const ids = randomIds(clock)
const http = await testHttp(database, { clock })
const { signer, exporter } = await organisationsFixture(database)
noticeRoutes(http, { kinds, signer, allowPrivate: true, sendsMail: true })
const mailer = openMailer(`smtp://127.0.0.1:${port}`, 'landbridge <notices@trade.example>')
const publicUrl = 'https://trade.example'
const sender = await startSender(
  { database, clock, ids, signer, publicUrl, allowPrivate: true, mailer, chance: () => 0 },
  (error) => {
    throw error
  },
)
after(async () => {
  await sender.stop()
  mailer.close()
  smtp.close()
  await database.drop()
})
const member = http.as(exporter.actor)

const wish = async (wishes: object) => {
  const all = { atOnce: 'none', digestHour: null, timeZone: 'Asia/Shanghai', locale: 'en' }
  const reply = await member.post('/api/mail-wishes', { ...all, ...wishes })
  assert.equal(reply.status, 200, JSON.stringify(reply.body))
}
const tell = (container: string) =>
  database.transact((tx) =>
    notify(tx, { ids, now }, late, {
      to: [exporter.organisationId],
      facts: { container, days: 3 },
      subject: { kind: 'container', id: 'ctr_00000000000000000000' },
    }),
  )
const digest = async () => {
  await database.transact((tx) => queueDigests(tx, { ids, now, kinds }))
  await sender.settle()
}
/** Quoted-printable undone, headers of no interest gone. */
const textOf = ({ text }: Taken): string => text.replace(/=\r\n/g, '').replace(/=E2=80=94/g, '—')

test('nothing is mailed to whom did not ask for it; what is asked for comes at once, with the way to it', async () => {
  await tell('CSQU3054383')
  await sender.settle()
  assert.equal(taken.length, 0)
  await wish({ atOnce: 'critical' })
  await tell('CSQU3054383')
  await sender.settle()
  assert.equal(taken.length, 0, 'a warning is not critical')
  await wish({ atOnce: 'warning' })
  await tell('CSQU3054383')
  await sender.settle()
  assert.deepEqual(taken[0]?.to, [exporter.email])
  assert.match(taken[0]!.text, /^Subject: CSQU3054383 is 3 days late\r$/m)
  assert.match(taken[0]!.text, /^Auto-Submitted: auto-generated\r$/m)
  assert.match(textOf(taken[0]!), /https:\/\/trade\.example\/containers\/ctr_0{20}/)
})

test('a mail server that is busy is asked again', async () => {
  taken.length = 0
  isBusy = true
  await tell('TEXU3605231')
  await sender.settle()
  isBusy = false
  await sender.settle()
  assert.equal(taken.length, 0, 'not before its time')
  now = new Date(now.getTime() + RETRY_AFTER_MS[0]!)
  await sender.settle()
  assert.match(taken[0]!.text, /TEXU3605231/)
})

test('one digest a day, at the hour chosen, of the last day; none when nothing happened', async () => {
  taken.length = 0
  await wish({ digestHour: 9 })
  now = new Date('2026-05-02T00:59:00Z')
  await tell('APZU4812090')
  await tell('TRDU9258963')
  await digest()
  assert.equal(taken.length, 0, '08:59 in Jinan')
  now = new Date('2026-05-02T01:00:00Z')
  await digest()
  await digest()
  assert.equal(taken.length, 1)
  const text = textOf(taken[0]!)
  assert.ok(text.indexOf('APZU4812090') > 0 && text.indexOf('TRDU9258963') > 0)
  now = new Date('2026-05-04T02:00:00Z')
  await digest()
  assert.equal(taken.length, 1, 'a quiet day')
})

test('what waits stands at the head of the digest, and makes a quiet day one that is told of', async () => {
  taken.length = 0
  let waits = 2
  const heads = [
    {
      path: '/alerts',
      read: async (_: Tx, organisationId: string) => {
        assert.equal(organisationId, exporter.organisationId)
        return waits === 0 ? undefined : { zh: `${waits} 条`, en: `${waits} wait`, ru: `${waits}` }
      },
    },
  ] as const
  const digestWith = async () => {
    await database.transact((tx) => queueDigests(tx, { ids, now, kinds, heads }))
    await sender.settle()
  }
  now = new Date('2026-05-06T02:00:00Z')
  await digestWith()
  assert.match(textOf(taken[0]!), /2 wait\r\nhttps:\/\/trade\.example\/alerts/)
  now = new Date('2026-05-07T01:30:00Z')
  await tell('CSQU3054383')
  now = new Date('2026-05-07T02:00:00Z')
  await digestWith()
  const text = textOf(taken[1]!)
  assert.ok(text.indexOf('2 wait') < text.indexOf('CSQU3054383 is'))
  assert.match(text, /^Subject: landbridge, the day: notices 1\r$/m)
  waits = 0
  now = new Date('2026-05-09T02:00:00Z')
  await digestWith()
  assert.equal(taken.length, 2)
})

test('a member who was shut out gets no more mail', async () => {
  taken.length = 0
  await wish({ atOnce: 'all' })
  await tell('CSQU3054383')
  await database.transact((tx) =>
    tx.updateTable('member').set({ active: false }).where('id', '=', exporter.memberId).execute(),
  )
  await sender.settle()
  assert.equal(taken.length, 0)
})
