/** `landbridge ledger audit` and `mirror`: a ledger read and copied, each byte checked on the way. */
import { basename, dirname } from 'node:path'
import { say, type Text } from '#kernel/locale.ts'
import { command } from '#platform/command.ts'
import { answered } from '#passport/auditing/answered.ts'
import { openKeptAudit } from '#passport/auditing/kept-state.ts'
import { auditSource } from '#passport/auditing/ledger-audit.ts'
import { copyLedger, keepConflict } from '#passport/auditing/ledger-copy.ts'
import { openSource } from '#passport/auditing/ledger-source.ts'
import { folderShelf } from '#passport/auditing/shelf.ts'

const texts = {
  good: {
    zh: '核查无误：{size} 条记录，与签署的检查点及此前见过的检查点一致；没有一个集装箱的历史有两种结局',
    en: 'All is well: {size} entries fit the signed checkpoint, and the one seen before; no container’s history has two endings',
    ru: 'Всё верно: {size} записей соответствуют подписанной контрольной точке и прежней; ни у одного контейнера нет двух концов истории',
  },
  copied: {
    zh: '{place} 中现有经核验的 {size} 条记录',
    en: '{place} holds {size} entries, each verified',
    ru: 'В {place} теперь {size} проверенных записей',
  },
} satisfies Record<string, Text>

const audit = command({
  words: 'ledger audit',
  operands: ['URL|DIR'],
  options: { vkey: { value: 'VKEY', isRequired: true }, state: { value: 'FILE' } },
  help: [
    'Read a whole ledger (its address ends in /ledger) and derive everything again. With --state an audit that was stopped',
    'goes on, and a ledger that shrank or was rewritten since is noticed. A number that a container was given twice is',
    'found, for some 40 bytes of memory a statement. Ends with 1 when something does not fit, with 3 when it cannot be read.',
  ],
  run({ operands: [place], options: { vkey, state: stateFile }, locale }) {
    const shelf = stateFile === undefined ? undefined : folderShelf(dirname(stateFile))
    const name = basename(stateFile ?? '')
    return answered(locale, async (progress) => {
      const kept = await openKeptAudit(shelf, name, vkey)
      const state = await auditSource({
        source: openSource(place),
        vkey,
        from: kept.from,
        links: kept.links,
        async onBundle(at, stateNow) {
          progress(at.done, at.size)
          await kept.onBundle(at, stateNow)
        },
        async onConflict(before, now) {
          if (shelf) await keepConflict(shelf, before, now)
        },
      })
      await kept.keep(state)
      return say(texts.good, locale, { size: `${state.seen!.size}` })
    })
  },
})

const mirror = command({
  words: 'ledger mirror',
  operands: ['URL|DIR', 'DIR'],
  options: { vkey: { value: 'VKEY', isRequired: true } },
  help: [
    'Keep a verified copy in a folder, and continue it: the same files that the server shows, for any web server to show again.',
  ],
  run: ({ operands: [from, place], options: { vkey }, locale }) =>
    answered(locale, async (onProgress) => {
      const shelf = folderShelf(place)
      const { seen } = await copyLedger({ source: openSource(from), vkey, shelf, onProgress })
      return say(texts.copied, locale, { place, size: `${seen!.size}` })
    }),
})

export const auditCommands = [audit, mirror]
