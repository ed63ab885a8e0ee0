/** The address an invited person opens; with this site's own origin, because it is sent by other means. */
import { paths } from '#web/paths.ts'

export function invitationLink(token: string): string {
  return location.origin + paths.invitation(token)
}
