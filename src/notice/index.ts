/** The door of notice: how later slices tell organisations something, and what `landbridge.ts` starts. */
import type { NoticeKind } from '#kernel/notice.ts'
import { webhookStopped, webhookTested } from '#notice/notice.ts'

export { queueDigests, type DigestHead } from '#notice/digests.ts'
export { notify, type Telling, type Told } from '#notice/notify.ts'
export { noticeRoutes } from '#notice/routes.ts'
export { startNotices } from '#notice/running.ts'
export { startSender } from '#notice/sender.ts'
export { describeWebhooks } from '#notice/webhook-description.ts'
export { SECRET_PURPOSE } from '#notice/webhook-secret.ts'
export { listWebhooksNaming, resealWebhooks } from '#notice/webhook-store.ts'
export { forgetNotices } from '#notice/store.ts'

export const noticeNotices: readonly NoticeKind[] = [webhookTested, webhookStopped]
