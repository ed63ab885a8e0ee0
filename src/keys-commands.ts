/** `landbridge keys list` and `reseal`: for whoever keeps the installation. */
import { say, type Locale, type Text } from '#kernel/locale.ts'
import { systemClock } from '#platform/clock.ts'
import { command, print } from '#platform/command.ts'
import { readConfig } from '#platform/config.ts'
import { openSigner } from '#platform/signer.ts'
import { withDatabase } from '#platform/with-database.ts'
import { listAllKeys } from '#identity'
import { resealEverything } from './reseal.ts'

const texts = {
  active: { zh: '使用中，自 {from}', en: 'in use since {from}', ru: 'действует с {from}' },
  rotated: { zh: '{until} 已更换', en: 'replaced {until}', ru: 'заменён {until}' },
  compromised: {
    zh: '{until} 已泄露作废',
    en: 'compromised {until}',
    ru: 'скомпрометирован {until}',
  },
  platform: { zh: '平台代管', en: 'kept here', ru: 'хранится здесь' },
  organisation: { zh: '自持', en: 'kept by itself', ru: 'хранит сама' },
  shut: {
    zh: '打不开：不是用本机的信封密钥封存的',
    en: 'DOES NOT OPEN with the envelope key here',
    ru: 'НЕ ОТКРЫВАЕТСЯ здешним ключом',
  },
  resealed: {
    zh: '已更换信封密钥：重新封存签名密钥 {keys} 把、Webhook 密钥 {webhooks} 个，以及账本与锚定密钥。旧信封密钥存于 {formerKey}，旧备份只有用它才能打开；请另行妥善保管，旧备份销毁后即可删除。所有人需重新登录',
    en: 'The envelope key is another one: {keys} signing keys, {webhooks} webhook secrets and the keys of ledger and anchoring were sealed anew. The former is in {formerKey}: older backups open with it alone. Keep it elsewhere, and destroy it with the last of them. Everybody signs in again',
    ru: 'Ключ-конверт заменён: заново запечатаны ключи подписи ({keys}), секреты вебхуков ({webhooks}), ключи журнала и закрепления. Прежний — в {formerKey}: старые копии открываются только им. Храните его отдельно и уничтожьте вместе с последней копией. Всем нужно войти заново',
  },
} satisfies Record<string, Text>

const list = command({
  words: 'keys list',
  operands: [],
  options: {},
  help: [
    'Every organisation’s signing keys: whose, by whom kept, since when and until when. Ends with 1 when one that is kept',
    'here does not open with the envelope key of DATA_DIR.',
  ],
  run: ({ locale }) =>
    withDatabase(async (database) => {
      const signer = openSigner(readConfig(process.env).dataDir)
      const keys = await database.transact((tx) => listAllKeys(tx, signer))
      print(keys.map((key) => `${lineOf(key, locale)}\n`).join(''))
      return keys.every(({ opens }) => opens) ? 0 : 1
    }),
})

type Key = Awaited<ReturnType<typeof listAllKeys>>[number]

function lineOf({ kid, names, keptBy, createdAt, revoked, opens }: Key, locale: Locale): string {
  const state = revoked
    ? say(texts[revoked.reason], locale, { until: revoked.at })
    : say(texts.active, locale, { from: createdAt })
  const words = [kid, names[locale], say(texts[keptBy], locale), state]
  return [...words, ...(opens ? [] : [say(texts.shut, locale)])].join('\t')
}

const reseal = command({
  words: 'keys reseal',
  operands: [],
  options: {},
  help: [
    'Make another envelope key and seal every secret anew under it. The server must be stopped. Ended at any moment, run it',
    'again: nothing is lost.',
  ],
  run: ({ locale }) =>
    withDatabase(async (database) => {
      const resealed = await resealEverything(database, readConfig(process.env), systemClock())
      return print(`${say(texts.resealed, locale, { ...resealed })}\n`)
    }),
})

export const keysCommands = [list, reseal]
