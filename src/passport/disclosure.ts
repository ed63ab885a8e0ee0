/**
 * Which restricted parts and documents an evidence file opens: of those that the reader may have, the ones it asks for.
 *
 * A digest covers a restricted part whole, so a part is given whole or not at all: to the party that said it, and to those
 * who may read every field of it by booking's table of visibility. Documents have digests of their own.
 */
import type { Actor } from '#kernel/organisation.ts'
import { restrictedFor, sees } from '#booking/visibility.ts'
import { canonicalJson, type Json } from '#passport/canonical-json.ts'
import { passportProblem } from '#passport/contract.ts'
import type { Disclosure } from '#passport/dossier.ts'

/** For a party of the container; strangers get none. `isShared`: it is one by an LCL booking, beside others. */
export function disclosureFor(
  { organisationId, organisationKind }: Actor,
  isShared: boolean,
): Disclosure {
  return {
    statement({ restricted: { content }, organisationId: said }) {
      const seen = restrictedFor(organisationKind, content, {
        own: said === organisationId,
        isShared,
      })
      return canonicalJson(seen as Json) === canonicalJson(content)
    },
    document: ({ organisationId: said }) =>
      said === organisationId || (!isShared && sees(organisationKind, 'documents')),
    // Who the exporter is, every party of the container knows.
    key: () => true,
  }
}

const CHOICES_MAX = 1000

/**
 * Of `disclosure`, what is listed: `7` for the restricted part of statement 7, `7.2` for the second document that goes with it,
 * `names` for the names of parties; joined by commas, an empty list being a list, too.
 */
export function narrowed(disclosure: Disclosure, list: string): Disclosure {
  const chosen = new Set(list === '' ? [] : list.split(','))
  const readable = [...chosen].every((choice) => /^(names|[1-9]\d{0,3}(\.[1-9]\d?)?)$/.test(choice))
  if (!readable || chosen.size > CHOICES_MAX)
    throw passportProblem('passport.choice_unreadable', { list: list.slice(0, 60) })
  return {
    statement: (statement) =>
      chosen.has(String(statement.sequence)) && disclosure.statement(statement),
    document: (statement, number) =>
      chosen.has(`${statement.sequence}.${number}`) && disclosure.document(statement, number),
    key: (key) => chosen.has('names') && disclosure.key(key),
  }
}
