/** Why a ledger cannot catch up from the copy it was given. One line each, in three languages. Nothing was changed then. */
import { problems } from '#kernel/problem.ts'

export const recoveryProblem = problems({
  'recovery.copy_behind': {
    kind: 'conflict',
    zh: '{from} 只有 {size} 条记录，而本账本已公布到第 {published} 条：请改用更新的副本',
    en: '{from} holds {size} entries, but {published} of this ledger were published: take a newer copy',
    ru: 'В {from} {size} записей, а опубликовано уже {published}: возьмите более новую копию',
  },
  'recovery.copy_differs': {
    kind: 'conflict',
    zh: '{from} 与{what}（{size} 条记录）不是同一份历史，无法补齐。请保留两者作为证据，并查明哪一份是向外公布过的',
    en: '{from} is another history than {what} at {size} entries, so nothing can be caught up. Keep both as evidence, and find out which of them the world was shown',
    ru: '{from} и {what} ({size} записей) — разные истории, восстановление невозможно. Сохраните обе как доказательство и выясните, какая из них была опубликована',
  },
  'recovery.witness_ahead': {
    kind: 'conflict',
    zh: '见证方 {witness} 已见过 {seen} 条记录，而 {from} 只有 {size} 条：请改用更新的副本；若该见证方有误，请将其移出见证策略',
    en: 'The witness {witness} has seen {seen} entries, but {from} holds {size}: take a newer copy; if the witness is wrong, take it out of the policy',
    ru: 'Свидетель {witness} видел {seen} записей, а в {from} их {size}: возьмите более новую копию; если ошибается свидетель, исключите его из политики',
  },
  'recovery.witness_split': {
    kind: 'conflict',
    zh: '见证方 {witness} 见过的历史与 {from} 不符，无法补齐。请查明哪一份是向外公布过的；若该见证方有误，请将其移出见证策略',
    en: 'What the witness {witness} saw is another history than {from}, so nothing can be caught up. Find out which of them the world was shown; if the witness is wrong, take it out of the policy',
    ru: 'История, которую видел свидетель {witness}, расходится с {from}, восстановление невозможно. Выясните, какая из них была опубликована; если ошибается свидетель, исключите его из политики',
  },
})
