/**
 * A transshipment with a wrong seal, at the screens, in Chinese: the container is held in the same moment, nothing goes on, the operator
 * may not lift what is customs' business, customs does with its reason, and the journey goes on.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { eventTexts, stepTexts } from '#booking/words.ts'
import { wagonCheckDigit } from '#kernel/wagon-number.ts'
import { openBrowser } from './browser.ts'
import { openDesk, type Desk } from './desk.ts'
import { signIn } from './screens.ts'
import { startServer, type ServerUnderTest } from './server.ts'

const REASON = '已开箱核对，货物无误'
let server: ServerUnderTest
let browser: Browser
let desk: Desk

before(async () => {
  server = await startServer()
  browser = await openBrowser()
  desk = openDesk(server)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

async function rail(command: string, body: object): Promise<unknown[]> {
  const { status, body: reply } = await desk.ask('rail', `/api/containers/${command}`, body)
  return [status, reply['code'] ?? 'ok', reply['held'] ?? []]
}

test('a wrong seal holds the container until customs lifts it', async () => {
  const { items } = await desk.read<{ items: { id: string; wagonNumber: string }[] }>(
    'rail',
    '/api/containers?stage=departed&limit=100',
  )
  const { id, wagonNumber } = items[0]!
  const containerIds = [id]
  assert.deepEqual(await rail('border-arrive', { place: 'CN-ERENHOT', containerIds }), [
    200,
    'ok',
    [],
  ])
  const newWagonNumber = `9400001${wagonCheckDigit('9400001')}`
  const move = { containerId: id, oldWagonNumber: wagonNumber, newWagonNumber }
  const moves = [{ ...move, newTrainNumber: '1421', sealFound: 'XX0000001' }]
  const lifted = { place: 'MN-ZAMYNUUD', gaugeMm: 1520, moves }
  assert.deepEqual(await rail('transship', lifted), [200, 'ok', [id]])
  const onward = { place: 'BY-BREST', containerIds }
  assert.deepEqual((await rail('border-arrive', onward)).slice(0, 2), [409, 'step.held_in_transit'])
  const refused = await desk.ask('operator', `/api/containers/${id}/lift-hold`, {
    place: 'MN-ZAMYNUUD',
    reason: REASON,
  })
  assert.equal(refused.body['code'], 'journey.customs_lifts')

  const customs = await signIn(browser, server, 'customs', 'zh')
  const { page } = customs
  await page.goto(`/containers/${id}`)
  await page.getByText(eventTexts.held_in_transit.zh, { exact: true }).first().waitFor()
  await page.getByText('铅封核对不符').first().waitFor()
  await customs.inspect('zh-held-in-transit')
  const actions = page.getByRole('region', { name: '办理' })
  await actions.getByLabel('原因').first().fill(REASON)
  await actions.locator('button[type=submit]', { hasText: stepTexts.lift_hold.zh }).click()
  await page.getByText(eventTexts.hold_lifted.zh, { exact: true }).first().waitFor()
  await customs.inspect('zh-hold-lifted')
  assert.deepEqual(await rail('border-arrive', onward), [200, 'ok', []])
})
