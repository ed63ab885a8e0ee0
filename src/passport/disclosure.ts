/**
 * Which restricted parts a party's evidence file opens.
 *
 * A digest covers a restricted part whole, so a part is given whole or not at all: to the party that said it, and to those
 * who may read every field of it by booking's table of visibility.
 */
import type { Actor } from '#kernel/organisation.ts'
import { restrictedFor } from '#booking/visibility.ts'
import { canonicalJson, type Json } from '#passport/canonical-json.ts'
import type { Disclosure } from '#passport/dossier.ts'

/** For a party of the container; strangers get none. */
export function disclosureFor({ organisationId, organisationKind }: Actor): Disclosure {
  return {
    statement({ restricted: { content }, organisationId: said }) {
      const seen = restrictedFor(organisationKind, content, said === organisationId)
      return canonicalJson(seen as Json) === canonicalJson(content)
    },
    // Who the exporter is, every party of the container knows.
    key: () => true,
  }
}
