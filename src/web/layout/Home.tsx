/** The start: the first item of one's own menu. */
import { Navigate } from 'react-router'
import { useSession } from '#web/session.ts'
import { MENU_BY_KIND, MENU_PATHS } from './menu.ts'

export function Home() {
  const [first = 'containers'] = MENU_BY_KIND[useSession().organisation.kind]
  return <Navigate replace to={MENU_PATHS[first]} />
}
