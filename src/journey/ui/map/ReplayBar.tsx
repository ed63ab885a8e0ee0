/** Plays a container's way: a slider over its time, play and pause, how fast, and back to now. Works by keyboard alone. */
import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons'
import { Button, Segmented, Slider } from 'antd'
import { nearestStation } from '#kernel/station.ts'
import { momentAt, type TimedPosition } from '#web/map/replay.ts'
import { formatMoment } from '#web/formats.ts'
import { defineTexts, useLocale, useTexts } from '#web/i18n.ts'
import { REPLAY_SPEEDS, type Replay, type ReplaySpeed } from './use-replay.ts'

const texts = defineTexts({
  replay: { zh: '轨迹回放', en: 'Replay of the way', ru: 'Повтор пути' },
  play: { zh: '播放', en: 'Play', ru: 'Воспроизвести' },
  pause: { zh: '暂停', en: 'Pause', ru: 'Пауза' },
  speed: { zh: '回放速度', en: 'Speed of the replay', ru: 'Скорость повтора' },
  hours: {
    zh: '{count} 小时/秒',
    en: ['{count} h/s', '{count} h/s'],
    ru: ['{count} ч/с', '{count} ч/с', '{count} ч/с'],
  },
  time: { zh: '回放时间', en: 'Time of the replay', ru: 'Время повтора' },
  now: { zh: '回到当前', en: 'Back to now', ru: 'К текущему' },
  live: { zh: '当前', en: 'Now', ru: 'Сейчас' },
  near: { zh: '{city}附近', en: 'near {city}', ru: 'около станции {city}' },
  listed: { zh: '据清单', en: 'from a list', ru: 'по списку' },
  guessed: { zh: '未收到定位', en: 'no position heard', ru: 'данных трекера нет' },
})

const STEP_MS = 15 * 60_000

interface ReplayBarProps {
  readonly replay: Replay
  readonly points: readonly TimedPosition[]
}

export function ReplayBar({ replay, points }: ReplayBarProps) {
  const t = useTexts(texts)
  const { fromMs, toMs, atMs, playing, speed } = replay
  const words = useMomentWords(points)
  const at = atMs ?? toMs
  return (
    <section className="replay" aria-label={t('replay')}>
      <Button
        type="primary"
        shape="circle"
        icon={playing ? <PauseOutlined /> : <CaretRightOutlined />}
        aria-label={t(playing ? 'pause' : 'play')}
        onClick={playing ? replay.pause : replay.play}
      />
      <div className="replay-time">
        <Slider
          min={fromMs}
          max={toMs}
          step={STEP_MS}
          value={at}
          onChange={replay.seek}
          tooltip={{ open: false }}
          ariaLabelForHandle={t('time')}
          ariaValueTextFormatterForHandle={words}
        />
        <span className="replay-words">{atMs === undefined ? t('live') : words(atMs)}</span>
      </div>
      <Segmented<ReplaySpeed>
        size="small"
        aria-label={t('speed')}
        value={speed}
        onChange={replay.setSpeed}
        options={REPLAY_SPEEDS.map((value) => ({ value, label: t('hours', { count: value }) }))}
      />
      <Button size="small" disabled={atMs === undefined} onClick={replay.leave}>
        {t('now')}
      </Button>
    </section>
  )
}

/** When, on the clock of the place, and where. */
function useMomentWords(points: readonly TimedPosition[]): (ms: number) => string {
  const t = useTexts(texts)
  const { say } = useLocale()
  return (ms) => {
    const moment = momentAt(points, ms)
    const station = moment && nearestStation(moment).station
    const when = formatMoment(new Date(ms).toISOString(), station?.timeZone)
    if (moment === undefined || station === undefined) return when
    const where = t('near', { city: say(station.city) })
    const how = moment.listed ? [t('listed')] : moment.guessed ? [t('guessed')] : []
    return [when, where, ...how].join(' · ')
  }
}
