/** `landbridge ledger verify` and `html`: an evidence file judged offline, and made a page that judges itself. */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { utf8Decode } from 'tlog'
import type { Locale } from '#kernel/locale.ts'
import { Problem } from '#kernel/problem.ts'
import { command, CommandError, print } from '#platform/command.ts'
import { findEvidence, writeEvidencePage } from '#passport/evidence-page.ts'
import { reportTrack } from '#passport/positions/report-track.ts'
import { isTrackFile } from '#passport/positions/track-file.ts'
import { verifyTrack } from '#passport/positions/verify-track.ts'
import { reportRefusal, reportVerdict } from '#passport/report.ts'
import { verifyEvidence, type Verdict } from '#passport/verify.ts'

const PAGE = fileURLToPath(new URL('../../dist/web/evidence.html', import.meta.url))

const verify = command({
  words: 'ledger verify',
  operands: ['FILE'],
  options: {
    vkey: { value: 'VKEY' },
    policy: { value: 'FILE' },
    rpc: { value: 'URL' },
    mirror: { value: 'DIR|URL' },
  },
  help: [
    'Check an evidence file (.landbridge.json, a page made of one, or a route’s .landbridge-track.json) offline. Without --vkey the ledger’s key is taken from',
    'the file itself. --policy (C2SP tlog-policy) names the ledgers and the witnesses you trust, and how many must have',
    'cosigned. With --rpc a node of the chain is asked, too, whether it holds the anchored checkpoint. With --mirror a copy of the',
    'ledger (landbridge ledger mirror) shows whether the file is the container’s whole and only history, by keys in force.',
  ],
  async run({ operands: [file], options: { vkey, policy: policyFile, rpc, mirror }, locale }) {
    const bytes = await readOperand(file)
    const policy = policyFile && utf8Decode(await readOperand(policyFile))
    if (isTrackFile(bytes) && mirror !== undefined)
      throw new CommandError('--mirror is for evidence files, not for routes', 2)
    if (isTrackFile(bytes))
      return judged(locale, async () => reportTrack(verifyTrack(bytes, { vkey, policy }), locale))
    return judged(locale, async () => {
      const found = findEvidence(bytes)
      const offline = verifyEvidence(found.bytes, { vkey, policy })
      const held = mirror === undefined ? offline : await holdToMirror(offline, mirror, locale)
      const verdict = rpc === undefined ? held : await askChain(held, rpc)
      return reportVerdict(verdict, locale, found)
    })
  },
})

const html = command({
  words: 'ledger html',
  operands: ['FILE'],
  options: { vkey: { value: 'VKEY' } },
  help: [
    'Make a web page of an evidence file, FILE with .html at its end: opened from disk, it verifies itself.',
  ],
  async run({ operands: [file], options: { vkey }, locale }) {
    const bytes = await readOperand(file)
    const page = await readFile(PAGE, 'utf8').catch(() => {
      throw new CommandError('build it once with: node tools/build.ts', 2)
    })
    return judged(locale, async () => {
      const found = findEvidence(bytes)
      // The page of a file that holds; what is refused is not dressed up.
      verifyEvidence(found.bytes, { vkey })
      const path = `${file.replace(/\.(json|html)$/, '')}.html`
      await writeFile(path, writeEvidencePage(page, utf8Decode(found.bytes)))
      return [path]
    })
  },
})

export const evidenceCommands = [verify, html]

/** A file that cannot be read is no refused evidence: 2, not 1. */
async function readOperand(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new CommandError(`${file} cannot be read: ${code}`, 2)
  }
}

/** 0 with what was found; 1 with why the file is refused, which is this command's answer and not its failure. */
async function judged(locale: Locale, work: () => Promise<readonly string[]>): Promise<number> {
  try {
    return print(lines(await work()))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    print(lines(reportRefusal(error, locale)))
    return 1
  }
}

/** The verdict with what a node of the chain confirms. */
async function askChain(verdict: Verdict, rpc: string): Promise<Verdict> {
  const { openChain } = await import('#platform/chain.ts')
  const { checkChain } = await import('#passport/anchoring/check-chain.ts')
  const confirmed = await checkChain(openChain(rpc), verdict.ledger.origin, verdict.anchors)
  return {
    ...verdict,
    checked: [...verdict.checked, ...confirmed],
    unproven: verdict.unproven.filter(({ code }) => code !== 'unproven.chain'),
  }
}

/** The verdict with what a copy of the ledger shows. One that cannot be read refuses nothing: 3, as the audit has it. */
async function holdToMirror(verdict: Verdict, place: string, locale: Locale): Promise<Verdict> {
  const { openSource } = await import('#passport/auditing/ledger-source.ts')
  const { checkMirror } = await import('#passport/auditing/mirror-check.ts')
  try {
    return await checkMirror(verdict, openSource(place))
  } catch (error) {
    if (error instanceof Problem && error.code === 'audit.unreadable')
      throw new CommandError(error.detail(locale), 3)
    throw error
  }
}

const lines = (texts: readonly string[]): string => `${texts.join('\n')}\n`
