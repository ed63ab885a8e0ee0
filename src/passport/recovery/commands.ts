/** `landbridge ledger recover`: a database restored from an older copy takes back what was published since. */
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { systemClock } from '#platform/clock.ts'
import { command } from '#platform/command.ts'
import { readConfig } from '#platform/config.ts'
import type { Database } from '#platform/database.ts'
import { openSigner } from '#platform/signer.ts'
import { withDatabase } from '#platform/with-database.ts'
import { listOrganisations } from '#identity'
import { answered } from '#passport/auditing/answered.ts'
import { openSource } from '#passport/auditing/ledger-source.ts'
import { openHeadFile } from '#passport/head-file.ts'
import { headFilePath, openLogKey, requireLogKey } from '#passport/log-key.ts'
import { recoverLedger, type Recovered } from '#passport/recovery/recover.ts'
import { readWitnessPolicy } from '#passport/witnessing/witness-policy.ts'

const texts = {
  nothing: {
    zh: '{from} 的 {end} 条记录都在数据库中，内容无缺；签署将自动恢复',
    en: 'The database holds all {end} entries of {from} with their contents; signing goes on by itself',
    ru: 'В базе есть все {end} записей из {from} вместе с содержанием; подписание продолжится само',
  },
  caughtUp: {
    zh: '已从 {from} 取回第 {places} 条记录，逐条核验并重新读取无误；账本现有 {end} 条，签署将自动恢复',
    en: 'Entries {places} came back from {from}, each verified and read back. The ledger holds {end}; signing goes on by itself',
    ru: 'Из {from} возвращены записи {places}, каждая проверена и прочитана заново. В журнале {end}; подписание продолжится само',
  },
  again: {
    zh: '其间在旧库上作出的 {count} 条声明已在其后重新入账',
    en: 'Statements made on the older copy meanwhile, and now made anew behind them: {count}',
    ru: 'Заявлений, сделанных тем временем на старой копии и внесённых заново: {count}',
  },
  lost: {
    zh: '内容已失（盐值与内容只在丢失的数据库中）：{name}，声明 {count} 条，第 {places} 条记录',
    en: 'Without contents, which only the lost database had: {count} statements of {name}, entries {places}',
    ru: 'Без содержания, которое было только в потерянной базе: {name}, заявлений {count}, записи {places}',
  },
  keys: {
    zh: '其间登记的 {count} 个签名公钥，本库没有其详情（第 {places} 条记录）；需要时将重新登记',
    en: 'Keys entered meanwhile, whose particulars are lost: {count}, entries {places}. Each is entered again when it is needed',
    ru: 'Ключей, внесённых тем временем, сведения о которых потеряны: {count}, записи {places}. Они будут внесены снова, когда понадобятся',
  },
  stranger: {
    zh: '本库不认识的签名公钥',
    en: 'keys that are not known here',
    ru: 'неизвестные здесь ключи',
  },
  rekeyed: {
    zh: '{name} 的签名密钥已在账本中作废，现由平台代管一把新密钥',
    en: 'The ledger says that the key of {name} was ended: a new one, kept here, took its place',
    ru: 'По журналу ключ {name} прекращён: его место занял новый, хранимый здесь',
  },
  ownKey: {
    zh: '{name} 原自持密钥已在账本中作废，暂由平台代管一把新密钥：请其重新登记自持的密钥',
    en: 'The ledger says that the key {name} kept itself was ended. One kept here stands in: ask them to enter theirs again',
    ru: 'По журналу ключ, который хранил сам {name}, прекращён. Временно действует хранимый здесь: попросите внести свой ключ снова',
  },
  silent: {
    zh: '见证方 {name} 没有应答，启动后会再次询问',
    en: 'The witness {name} did not answer; it is asked again by the server',
    ru: 'Свидетель {name} не ответил; сервер спросит его снова',
  },
  next: {
    zh: `下一步：
  1. 请上列各方核对其最近的操作，把丢失的步骤重新登记：订舱、箱号、装箱、过磅、报关、放行、装车等；新声明接在本库所知的最后一条之后。
  2. 其间下载过证据文件的人手中仍有内容，文件继续有效（landbridge ledger verify）；可据此核对要补录的步骤。
  3. 其间新订的集装箱，本库没有：其通行证代码打不开，请重新订舱并换贴标签。
  4. 账本中已公开写明这次补齐，任何人核查时都能看到。`,
    en: `What to do next:
  1. Ask the parties above what they last did, and enter the lost steps again: bookings, boxes, stuffing, masses, declarations, releases, loading.
     A container's next statement continues the last one that is known here.
  2. Whoever took an evidence file meanwhile has the contents, and it still verifies (landbridge ledger verify): compare with it.
  3. Containers booked meanwhile are not known here and their codes open nothing: book them again and change the labels.
  4. The ledger itself says in public that it caught up; whoever audits it sees it.`,
    ru: `Что делать дальше:
  1. Попросите перечисленные стороны сверить последние действия и внести потерянные шаги снова: бронирования, номера, погрузку, массы, декларации,
     выпуск, отправку. Следующее заявление о контейнере продолжит последнее, известное здесь.
  2. У тех, кто за это время скачал файл доказательств, содержание есть, и файл по-прежнему проверяется (landbridge ledger verify): сверьтесь с ним.
  3. Контейнеры, забронированные за это время, здесь неизвестны, их коды не открываются: забронируйте заново и смените этикетки.
  4. О восстановлении публично сказано в самом журнале; это увидит каждый, кто его проверяет.`,
  },
} satisfies Record<string, Text>

const recover = command({
  words: 'ledger recover',
  operands: ['URL|DIR'],
  options: {},
  help: [
    'After the database was restored from an older copy: take back from a mirror, an export or another server what the',
    'ledger published since, so that it goes on as one history. Works on the database of the settings. Ends with 1 when',
    'the copy does not continue what is known here, with 3 when it cannot be read; nothing is changed then.',
  ],
  run: ({ operands: [from], locale }) =>
    withDatabase((database) =>
      answered(locale, async (onProgress) => {
        const config = readConfig(process.env)
        const { dataDir, publicUrl, witnessPolicy } = config
        requireLogKey(dataDir)
        const signer = openSigner(dataDir)
        const key = openLogKey(dataDir, signer, publicUrl)
        const headFile = openHeadFile(headFilePath(dataDir))
        const recovered = await recoverLedger({
          ledger: { database, clock: systemClock, key, headFile },
          signing: { signer, logKey: key },
          source: openSource(from),
          from,
          witnesses: witnessPolicy ? readWitnessPolicy(witnessPolicy, key.vkey) : undefined,
          onProgress,
        })
        return (await tell(database, recovered, from, locale)).join('\n')
      }),
    ),
})

export const recoveryCommands = [recover]

/** For the operator: what came back, what did not, and what follows from that. */
async function tell(
  database: Database,
  recovered: Recovered,
  from: string,
  locale: Locale,
): Promise<string[]> {
  const { first, end, lost, statedAgain, rekeyed, silent } = recovered
  const ids = [...lost.map(({ owner }) => owner), ...rekeyed.map((one) => one.organisationId)]
  const known = await database.transact((tx) =>
    listOrganisations(
      tx,
      ids.flatMap((id) => id ?? []),
    ),
  )
  const nameOf = (id: string | undefined) =>
    known.find((one) => one.id === id)?.names[locale] ?? say(texts.stranger, locale)
  const statements = lost.filter(({ kind }) => kind === 'statement')
  const keys = placesOf(lost.filter(({ kind }) => kind === 'key'))
  const byOwner = [...Map.groupBy(statements, ({ owner }) => owner)]
  const outcome = first < end ? texts.caughtUp : texts.nothing
  return [
    say(outcome, locale, {
      from,
      end,
      places: rangeOf(first, end - 1),
    }),
    ...(statedAgain > 0 ? [say(texts.again, locale, { count: statedAgain })] : []),
    ...byOwner.map(([owner, ofOwner]) =>
      say(texts.lost, locale, {
        name: nameOf(owner),
        count: ofOwner.length,
        places: ranges(placesOf(ofOwner)),
      }),
    ),
    ...(keys.length > 0
      ? [say(texts.keys, locale, { count: keys.length, places: ranges(keys) })]
      : []),
    ...rekeyed.map(({ organisationId, wasOwn }) =>
      say(wasOwn ? texts.ownKey : texts.rekeyed, locale, { name: nameOf(organisationId) }),
    ),
    ...silent.map((name) => say(texts.silent, locale, { name })),
    ...(statements.length > 0 ? [say(texts.next, locale)] : []),
  ]
}

const placesOf = (lost: readonly { readonly leafIndex: number }[]): number[] =>
  lost.map(({ leafIndex }) => leafIndex)

/** 3, 5–9, 12 */
function ranges(places: readonly number[]): string {
  const runs: [number, number][] = []
  for (const place of places) {
    const last = runs.at(-1)
    if (last !== undefined && last[1] === place - 1) last[1] = place
    else runs.push([place, place])
  }
  return runs.map(([from, to]) => rangeOf(from, to)).join(', ')
}

const rangeOf = (from: number, to: number): string => (from === to ? `${from}` : `${from}–${to}`)
