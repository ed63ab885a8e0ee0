/** The page for people who connect machines. */
import { PageHeader } from '#web/kit/PageHeader.tsx'

export function Developers() {
  return <PageHeader title="API" />
}
