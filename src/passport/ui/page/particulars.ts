/** What a statement says in public beside event, place and time, in words: wagons and gauge; of a leg before or after the train its mode, its ends and its plan. */
import { transportModeTexts } from '#kernel/transport-mode-texts.ts'
import type { TransportMode } from '#kernel/transport-mode.ts'
import type { Text } from '#kernel/text.ts'
import type { Milestone } from '#passport/contract.ts'
import type { useReader } from './reader.ts'

type Said = Milestone['said']
type Reader = ReturnType<typeof useReader>

export function particularsOf(said: Said, reader: Reader): string[] {
  return [...ofCarriage(said, reader), ...ofTrain(said, reader.t)]
}

function textIn(said: Said) {
  return (name: string): string | undefined => {
    const value = said[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }
}

function ofCarriage(said: Said, { t, say }: Reader): string[] {
  const text = textIn(said)
  const mode = text('transportMode')
  if (mode === undefined || !Object.hasOwn(transportModeTexts, mode)) return []
  const [from, to] = [cityOf(said['from']), cityOf(said['to'])]
  const [leaves, arrives] = [text('plannedDepartureAt'), text('plannedArrivalAt')]
  const planned = from !== undefined && to !== undefined
  return [
    say(transportModeTexts[mode as TransportMode]),
    ...(planned ? [`${say(from)} → ${say(to)}`] : []),
    ...(leaves === undefined || arrives === undefined
      ? []
      : [t('legPlanned', { leaves: clock(leaves), arrives: clock(arrives) })]),
  ]
}

/** By the clock of the place, as the statement writes it. */
const clock = (at: string): string => at.slice(0, 16).replace('T', ' ')

function cityOf(place: unknown): Text | undefined {
  const city = (place as { readonly city?: Partial<Text> } | undefined)?.city
  const { zh, en, ru } = city ?? {}
  return zh === undefined || en === undefined || ru === undefined ? undefined : { zh, en, ru }
}

/** Wagons and gauge, where the statement names them. */
function ofTrain(said: Said, t: Reader['t']): string[] {
  const text = textIn(said)
  const [wagon, from, to] = [text('wagonNumber'), text('oldWagonNumber'), text('newWagonNumber')]
  const gauge = text('gaugeMm')
  const onward = text('newTrainNumber')
  const { sealAgrees: agrees } = said
  const [oldTrain, oldDay, day] = [text('oldTrainNumber'), text('oldDepartsOn'), text('departsOn')]
  return [
    ...(from !== undefined && to !== undefined ? [t('wagons', { from, to })] : []),
    ...(from === undefined || to !== undefined ? [] : [t('offWagon', { wagon: from })]),
    ...(oldTrain === undefined || oldDay === undefined || day === undefined
      ? []
      : [t('trains', { old: oldTrain, oldDay, train: text('trainNumber') ?? '', day })]),
    ...(wagon === undefined || to !== undefined ? [] : [t('wagon', { wagon })]),
    ...(gauge === undefined ? [] : [t('gauge', { gauge })]),
    ...(onward === undefined ? [] : [t('onward', { train: onward })]),
    ...(typeof agrees === 'boolean' ? [t(agrees ? 'sealAgrees' : 'sealDiffers')] : []),
  ]
}
