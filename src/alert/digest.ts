/** What stands at the head of the daily digest: how many alerts wait for somebody. */
import type { DigestHead } from '#notice'
import { COUNTED_MAX } from '#alert/contract.ts'
import { countAlerts } from '#alert/store.ts'

export const alertDigestHead: DigestHead = {
  path: '/alerts',
  async read(tx, organisationId, now) {
    const { open, red } = await countAlerts(tx, organisationId, now)
    if (open === 0) return undefined
    const count = open < COUNTED_MAX ? String(open) : `${COUNTED_MAX}+`
    return {
      zh: `待处理预警 ${count} 条，其中红色 ${red} 条`,
      en: `Alerts that wait for somebody: ${count}, red ones among them: ${red}`,
      ru: `Предупреждений ждут внимания: ${count}, из них красных: ${red}`,
    }
  },
}
