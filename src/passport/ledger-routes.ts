/** The ledger for everyone, as C2SP tlog-tiles lays it out, so that any client of such logs can follow it; and its state for people. */
import { base64Encode, parseTilePath, type TilePath } from 'tlog'
import { httpProblem } from '#kernel/http-problem.ts'
import type { Locale } from '#kernel/locale.ts'
import type { Problem } from '#kernel/problem.ts'
import type { Database, Tx } from '#platform/database.ts'
import { servePublic, serveRaw, type Http, type RawReply } from '#platform/http.ts'
import type { AnchorLoop } from '#passport/anchoring/anchor-loop.ts'
import { readProgress } from '#passport/anchoring/anchor-store.ts'
import { passportApi, type LedgerStatus } from '#passport/contract.ts'
import { findTile } from '#passport/ledger-files.ts'
import { countWaiting, readHead } from '#passport/ledger-store.ts'
import type { Passport } from '#passport/running.ts'
import { findLastRecovery } from '#passport/recovery/recovery-store.ts'
import { readPublished, type Ledger } from '#passport/sequencer.ts'
import type { WitnessLoop } from '#passport/witnessing/witness-loop.ts'
import { quorumOf } from '#passport/witnessing/witness-policy.ts'

/** Monitors run anywhere, browsers included; nothing here depends on who asks. */
const FOR_ANYONE = { 'access-control-allow-origin': '*' }
const FOR_EVER = { ...FOR_ANYONE, 'cache-control': 'public, max-age=31536000, immutable' }
const FOR_SECONDS = { ...FOR_ANYONE, 'cache-control': 'public, max-age=2' }
const TILE_TYPE = 'application/octet-stream'

export function ledgerRoutes(
  http: Http,
  { ledger, loop, anchoring, selfAudit, witnessing }: Passport,
): void {
  servePublic(http, passportApi.getLedger, async ({ tx, locale }) => {
    const published = await readPublished(ledger).catch(() => undefined)
    const head = await readHead(tx)
    const recovery = await findLastRecovery(tx)
    return {
      origin: ledger.key.name,
      vkey: ledger.key.vkey,
      size: Number(published?.size ?? 0),
      root: published ? base64Encode(published.root) : '',
      checkpoint: published?.note ?? null,
      signedAt: head?.signedAt.toISOString() ?? null,
      waiting: await countWaiting(tx),
      refusal: told(selfAudit.finding() ?? loop.refusal(), locale),
      recovery: recovery ? { ...recovery, at: recovery.at.toISOString() } : null,
      anchoring: anchoring ? await readAnchoring(tx, anchoring, locale) : null,
      witnessing: witnessing ? readWitnessing(witnessing) : null,
    }
  })

  pageRoutes(http, ledger)
}

/** What is the same for everybody, as a static server would hold it. */
function pageRoutes(http: Http, ledger: Ledger): void {
  serveRaw(
    http,
    {
      method: 'GET',
      path: '/ledger/checkpoint',
      summary: 'The ledger’s signed head, C2SP tlog-checkpoint',
      access: 'public',
      produces: 'text/plain',
    },
    async () => {
      const published = await readPublished(ledger)
      if (published === undefined) throw httpProblem('http.no_route')
      const body = ledger.cosigned?.show(published) ?? published.note
      return { type: 'text/plain; charset=utf-8', headers: FOR_SECONDS, body }
    },
  )

  const serveTile = async (path: string, database: Database): Promise<RawReply> => {
    const tile = readPath(path)
    const body = await database.transact((tx) => findTile(tx, ledger, tile))
    if (body === undefined) throw httpProblem('http.no_route')
    return { type: TILE_TYPE, headers: FOR_EVER, body }
  }

  serveRaw(
    http,
    {
      method: 'GET',
      path: '/ledger/tile/*',
      summary: 'Tiles of hashes, C2SP tlog-tiles',
      access: 'public',
      produces: TILE_TYPE,
      // Hashes are random to a compressor.
      isIncompressible: true,
    },
    ({ params, database }) => serveTile(`tile/${params['*'] ?? ''}`, database),
  )

  serveRaw(
    http,
    {
      method: 'GET',
      path: '/ledger/tile/entries/*',
      summary: 'Bundles of entries, C2SP tlog-tiles',
      access: 'public',
      produces: TILE_TYPE,
    },
    ({ params, database }) => serveTile(`tile/entries/${params['*'] ?? ''}`, database),
  )
}

function readPath(path: string): TilePath {
  try {
    return parseTilePath(path)
  } catch {
    throw httpProblem('http.no_route')
  }
}

function readWitnessing(loop: WitnessLoop): LedgerStatus['witnessing'] {
  return {
    quorum: quorumOf(loop.policy),
    cosigned: loop.cosigned.best()?.size ?? null,
    witnesses: loop.list().map(({ name, size, at, state, why }) => ({
      name,
      size: size ?? null,
      at: at?.toISOString() ?? null,
      state,
      why: why ?? null,
    })),
  }
}

function told(problem: Problem | undefined, locale: Locale) {
  return problem ? { code: problem.code, detail: problem.detail(locale) } : null
}

async function readAnchoring(
  tx: Tx,
  loop: AnchorLoop,
  locale: Locale,
): Promise<LedgerStatus['anchoring']> {
  const { contract, confirmations, everyMinutes } = loop.anchoring
  const { last, waiting } = await readProgress(tx, contract)
  return {
    contract,
    confirmations,
    everyMinutes,
    last: last
      ? {
          size: last.size,
          chainId: last.chainId,
          block: last.mined.block.number,
          transaction: last.mined.hash,
          final: last.isFinal,
        }
      : null,
    waiting,
    refusal: told(loop.refusal(), locale),
  }
}
