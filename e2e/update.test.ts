/** A request that its operator sends back: the shipper reads what is missing, corrects it, and it is accepted; its slots are kept all the while. */
import { test } from 'node:test'
import { bookingApi } from '#booking/contract.ts'
import { ENGRAVERS } from '../tools/demo/goods.ts'
import { inRun, inspectOnPhone, signIn, type ScreenLocale } from './screens.ts'
import { openStage } from './stage.ts'
import { scheduleTrain } from './trains.ts'

/** As the screens write them. */
const UPDATE_WORDS = {
  zh: {
    ...{ ask: '要求补充资料', what: '需要补充什么', why: '请注明鉴定报告编号' },
    ...{ correct: '补充资料', asked: /班列公司要求补充资料：请注明鉴定报告编号/ },
    ...{ remarks: '备注（可选）', send: '提交班列公司', sent: /待班列公司确认（/ },
    ...{ accept: '接受', accepted: '已确认', youAsked: /已要求货主补充资料/ },
  },
  en: {
    ...{ ask: 'Ask for a correction', what: 'What is to be corrected' },
    ...{ why: 'Name the number of the test report', correct: 'Correct it' },
    asked: /The operator asks you to correct it: Name the number of the test report/,
    ...{ remarks: 'Remarks (optional)', send: 'Send to the operator' },
    ...{ sent: /The operator has to accept it/, accept: 'Accept', accepted: 'Confirmed' },
    youAsked: /You asked the shipper to correct it/,
  },
} as const

const PAINT = {
  ...{ unNumber: 'UN1263', dangerousClass: '3', packingGroup: 'III' },
  papers: [
    { kind: 'safety_data_sheet', number: 'SDS-17' },
    { kind: 'packaging_certificate', number: '370020260001' },
  ],
} as const

const stage = openStage()

for (const [locale, trainNumber] of [
  ['zh', 'X7301'],
  ['en', 'X7303'],
] as const)
  test(`sent back, corrected, accepted, in ${locale}`, inRun(locale), async () => {
    const bookingId = await request(trainNumber)
    const words = UPDATE_WORDS[locale]
    const operator = await signIn(stage.browser, stage.server, 'operator', locale)
    const shipper = await signIn(stage.browser, stage.server, 'exporter', locale)
    await sendBack(operator.page, locale, bookingId)
    await operator.inspect(`${locale}-update-asked-operator`)

    const { page } = shipper
    await page.goto(`/bookings/${bookingId}`)
    await page.getByText(words.asked).waitFor()
    await shipper.inspect(`${locale}-update-asked`)
    await inspectOnPhone(shipper, `${locale}-update-asked`)
    await page.getByRole('link', { name: words.correct, exact: true }).click()
    await page.getByText(words.asked).waitFor()
    await page.getByLabel(words.remarks).fill('TR-2026-118')
    await shipper.inspect(`${locale}-update-form`)
    await inspectOnPhone(shipper, `${locale}-update-form`)
    await page.getByRole('button', { name: words.send, exact: true }).click()
    await page.waitForURL(new RegExp(`/bookings/${bookingId}$`))
    await page.getByText(words.sent).waitFor()

    await operator.page.reload()
    await operator.page.getByText('TR-2026-118').waitFor()
    await operator.page.getByRole('button', { name: words.accept, exact: true }).click()
    await operator.page.getByText(words.accepted, { exact: true }).first().waitFor()
    for (const { context } of [operator, shipper]) await context.close()
  })

/** Dangerous goods, which the operator has to look at. */
async function request(trainNumber: string): Promise<string> {
  const { exporter, broker } = stage.office
  const departureId = await scheduleTrain(stage.office, {
    ...{ trainNumber, capacityTeu: 20, dangerousPlaces: 4 },
  })
  const { id } = await exporter.party.call(bookingApi.book, {
    body: {
      departureId: departureId as never,
      brokerId: broker.organisationId as never,
      incoterm: 'DAP',
      consignee: { name: 'Toshkent Savdo MChJ', country: 'UZ', address: 'Tashkent' },
      lines: [{ equipmentType: '22G1', count: 1, dangerous: true }],
      cargo: [
        { ...ENGRAVERS, hsCode: '3208909000', grossMassKg: 9_000, dangerous: PAINT } as never,
      ],
    },
  })
  return id
}

async function sendBack(
  page: Awaited<ReturnType<typeof signIn>>['page'],
  locale: ScreenLocale,
  bookingId: string,
): Promise<void> {
  const words = UPDATE_WORDS[locale]
  await page.goto(`/bookings/${bookingId}`)
  await page.getByRole('button', { name: words.ask, exact: true }).click()
  await page.getByLabel(words.what).fill(words.why)
  await page.locator('.ant-popconfirm .ant-btn-primary').click()
  await page.getByText(words.youAsked).waitFor()
}
