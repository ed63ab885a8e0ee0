/**
 * A kind of notice: what a slice may tell organisations (`container.held`), with its words in three languages, declared beside the
 * rules that give rise to it. The notice slice keeps, mails and posts them; it knows no kind by name.
 */
import type { z } from 'zod'
import { LOCALE_DEFAULT, say, type Locale, type Text, type TextFacts } from '#kernel/locale.ts'

/** How much it matters: `warning` and `critical` want somebody to act. In this order people choose from where on they want mail. */
export const NOTICE_TONES = ['info', 'good', 'warning', 'critical'] as const
export type NoticeTone = (typeof NOTICE_TONES)[number]

export interface NoticeKind<Kind extends string = string, Fact extends string = string> {
  /** Past tense, as events: what machines switch on. */
  readonly kind: Kind
  /** What the kind is called where people choose among kinds. */
  readonly name: Text
  /** One sentence; `{fact}` is filled from the facts. */
  readonly title: Text
  readonly tone: NoticeTone
  readonly facts: readonly Fact[]
  /** False: only machines are told, people would drown in it. */
  readonly forPeople: boolean
  /** Another standard's body, for webhooks that name this kind; those that want every kind are not sent it. */
  readonly body?: z.ZodType
  /** What machines are told of it besides its facts, which are for people. */
  readonly details?: z.ZodType
}

/** A fact that reads differently in each language (a city's name) is given in all of them. */
export type NoticeFact = string | number | Text

type FactNames<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | FactNames<Rest>
  : never

/** The facts a notice needs are read off its Chinese sentence; one that the caller forgets does not compile. */
export function noticeKind<const Kind extends string, const Title extends Text>(
  declared: Pick<NoticeKind<Kind>, 'kind' | 'name' | 'tone'> & {
    readonly title: Title
    readonly forPeople?: boolean
    readonly body?: z.ZodType
    readonly details?: z.ZodType
  },
): NoticeKind<Kind, FactNames<Title['zh']>> {
  const facts = [...declared.title.zh.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  return {
    ...declared,
    facts: facts as FactNames<Title['zh']>[],
    forPeople: declared.forPeople ?? true,
  }
}

/** The sentence of a notice in one language. */
export function noticeTitle(
  { title }: Pick<NoticeKind, 'title'>,
  facts: Readonly<Record<string, NoticeFact>>,
  locale: Locale = LOCALE_DEFAULT,
): string {
  const said: TextFacts = Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      typeof fact === 'object' ? fact[locale] : fact,
    ]),
  )
  return say(title, locale, said)
}
