/** Asks PostgreSQL for sessions that begin as `landbridge_gateway`, where the role exists and may be taken on. */
import pg from 'pg'

export const GATEWAY_ROLE = 'landbridge_gateway'

export async function asGatewayRole(
  url: string,
): Promise<{ readonly url: string; readonly isRestricted: boolean }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ allowed: boolean | null }>(
      // Before PostgreSQL 16 every member might take a role on.
      `select pg_has_role(current_user, to_regrole($1),
         case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end) as allowed`,
      [GATEWAY_ROLE],
    )
    if (rows[0]?.allowed !== true) return { url, isRestricted: false }
  } finally {
    await client.end()
  }
  const restricted = new URL(url)
  const before = restricted.searchParams.get('options')
  restricted.searchParams.set('options', `${before ? `${before} ` : ''}-c role=${GATEWAY_ROLE}`)
  return { url: restricted.href, isRestricted: true }
}
