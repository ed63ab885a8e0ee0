/** The kinds of notice: an alert was opened, turned red, is over. */
import { noticeKind, type NoticeKind } from '#kernel/notice.ts'

export const alertOpened = noticeKind({
  kind: 'alert.opened',
  name: { zh: '预警产生', en: 'Alert opened', ru: 'Новое предупреждение' },
  title: {
    zh: '预警：{container}（{train}）{alert}，{detail}',
    en: 'Alert: {container} ({train}), {alert}: {detail}',
    ru: 'Предупреждение: {container} ({train}), {alert}: {detail}',
  },
  tone: 'warning',
})

export const alertUpgraded = noticeKind({
  kind: 'alert.upgraded',
  name: { zh: '预警升级', en: 'Alert turned red', ru: 'Предупреждение стало красным' },
  title: {
    zh: '预警升级为红色：{container}（{train}）{alert}，{detail}',
    en: 'Alert turned red: {container} ({train}), {alert}: {detail}',
    ru: 'Предупреждение стало красным: {container} ({train}), {alert}: {detail}',
  },
  tone: 'critical',
})

export const alertClosed = noticeKind({
  kind: 'alert.closed',
  name: { zh: '预警解除', en: 'Alert closed', ru: 'Предупреждение снято' },
  title: {
    zh: '预警解除：{container}（{train}）{alert}，{why}；此前{detail}',
    en: 'Alert closed: {container} ({train}), {alert}: {why}; it was {detail}',
    ru: 'Предупреждение снято: {container} ({train}), {alert}: {why}; было: {detail}',
  },
  tone: 'good',
})

export const alertNotices: readonly NoticeKind[] = [alertOpened, alertUpgraded, alertClosed]
