/** `landbridge ledger audit`: everything a ledger shows, derived again by whoever wants to know. */
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { Problem } from '#kernel/problem.ts'
import { openAuditState } from '#passport/auditing/audit-state.ts'
import { AUDIT_BEGINS, auditSource, type AuditState } from '#passport/auditing/ledger-audit.ts'
import { openSource } from '#passport/auditing/ledger-source.ts'

const KEEP_EVERY_BUNDLES = 64n
const FOUND_GOOD: Text = {
  zh: '核查无误：{size} 条记录，与签署的检查点及此前见过的检查点一致',
  en: 'All is well: {size} entries fit the signed checkpoint, and the one seen before',
  ru: 'Всё верно: {size} записей соответствуют подписанной контрольной точке и прежней',
}

export async function auditLedgerAt(asked: {
  readonly place: string
  readonly vkey: string
  readonly stateFile: string | undefined
  readonly locale: Locale
}): Promise<number> {
  const { place, vkey, stateFile, locale } = asked
  const file = stateFile === undefined ? undefined : openAuditState(stateFile, vkey)
  const onBundle = async (state: AuditState, size: bigint): Promise<void> => {
    drawBar(state.done, size)
    if ((state.done / 256n) % KEEP_EVERY_BUNDLES === 0n) await file?.write(state)
  }
  try {
    const from = (await file?.read()) ?? AUDIT_BEGINS
    const { checkpoint, state } = await auditSource({
      source: openSource(place),
      vkey,
      from,
      onBundle,
    })
    await file?.write(state)
    clearBar()
    process.stdout.write(`${say(FOUND_GOOD, locale, { size: `${checkpoint.size}` })}\n`)
    return 0
  } catch (error) {
    clearBar()
    if (!(error instanceof Problem)) throw error
    process.stderr.write(`${error.detail(locale)} (${error.code})\n`)
    return 1
  }
}

function drawBar(done: bigint, size: bigint): void {
  if (!process.stderr.isTTY) return
  const filled = Number((done * 30n) / size)
  process.stderr.write(`\r[${'#'.repeat(filled).padEnd(30)}] ${done}/${size}`)
}

function clearBar(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
}
