/** `landbridge ledger export`: the ledger from the database into a folder or an S3-compatible store, as the server shows it. */
import { say, type Text } from '#kernel/locale.ts'
import { systemClock } from '#platform/clock.ts'
import { command } from '#platform/command.ts'
import { readConfig } from '#platform/config.ts'
import type { Database } from '#platform/database.ts'
import { openSigner } from '#platform/signer.ts'
import { withDatabase } from '#platform/with-database.ts'
import { answered } from '#passport/auditing/answered.ts'
import { copyLedger } from '#passport/auditing/ledger-copy.ts'
import { isS3, readS3Place, s3Shelf } from '#passport/auditing/s3-shelf.ts'
import { folderShelf } from '#passport/auditing/shelf.ts'
import { openHeadFile } from '#passport/head-file.ts'
import { storedLedger } from '#passport/ledger-files.ts'
import { headFilePath, openLogKey, requireLogKey } from '#passport/log-key.ts'
import type { Ledger } from '#passport/sequencer.ts'
import { openCosigned } from '#passport/witnessing/cosigned.ts'
import { readWitnessPolicy } from '#passport/witnessing/witness-policy.ts'
import { listCosigned } from '#passport/witnessing/witness-store.ts'

const exported: Text = {
  zh: '{place} 中现有经核验的 {size} 条记录，可由任何静态网站公布',
  en: '{place} holds {size} entries, each verified; any static web server can show it',
  ru: 'В {place} теперь {size} проверенных записей; их может показывать любой статический сервер',
}

const exportCommand = command({
  words: 'ledger export',
  operands: ['DIR|s3://BUCKET/PREFIX'],
  options: {},
  help: [
    'Put the published ledger of the settings’ database into a folder or an S3-compatible store, in the layout in which the',
    'server shows it: each file found good first, the checkpoint last, and only what is new since the last time. For a store',
    'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL_S3 are taken from the environment.',
  ],
  run({ operands: [place], locale }) {
    const shelf = isS3(place) ? s3Shelf(readS3Place(place, process.env)) : folderShelf(place)
    return withDatabase((database) =>
      answered(locale, async (onProgress) => {
        const ledger = await openStored(database)
        const { vkey } = ledger.key
        const { seen } = await copyLedger({ source: storedLedger(ledger), vkey, shelf, onProgress })
        return say(exported, locale, { place, size: `${seen!.size}` })
      }),
    )
  },
})

export const exportCommands = [exportCommand]

/** With the cosignatures that the server gathered so far. */
async function openStored(database: Database): Promise<Ledger> {
  const { dataDir, publicUrl, witnessPolicy } = readConfig(process.env)
  requireLogKey(dataDir)
  const key = openLogKey(dataDir, openSigner(dataDir), publicUrl)
  const ledger = {
    database,
    clock: systemClock,
    key,
    headFile: openHeadFile(headFilePath(dataDir)),
  }
  if (witnessPolicy === undefined) return ledger
  const kept = await database.transact(listCosigned)
  const policy = readWitnessPolicy(witnessPolicy, key.vkey)
  return { ...ledger, cosigned: openCosigned(policy, kept, systemClock) }
}
