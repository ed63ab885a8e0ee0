/** What a journey at the screens plays on: the demo's server, a browser, and every party at its desk; for the tests of one file. */
import { after, before } from 'node:test'
import type { Browser } from 'playwright-core'
import { sendOver } from '../tools/demo/client.ts'
import { openOffice, type Office } from '../tools/demo/office.ts'
import { openBrowser } from './browser.ts'
import { startServer, type ServerUnderTest } from './server.ts'

/** What is typed into a booking where it does not matter what. */
export const SAID = { goods: '数控雕刻机', consignee: 'Toshkent Savdo MChJ', address: 'Tashkent' }

export interface Stage {
  server: ServerUnderTest
  browser: Browser
  office: Office
}

/** Filled before the first test of the file, and cleared away after its last. */
export function openStage(): Stage {
  const stage = {} as Stage
  before(async () => {
    stage.server = await startServer()
    stage.browser = await openBrowser()
    stage.office = await openOffice(sendOver(stage.server.url), stage.server.password())
  })
  after(async () => {
    await stage.browser?.close()
    await stage.server?.remove()
  })
  return stage
}
