/** The words of legs and sightings that the public page says too: few, so that little is loaded with it. */
import { z } from 'zod'

export const SeenKind = z.enum(['arrived', 'departed', 'passed', 'border_crossed'])
export type SeenKind = z.infer<typeof SeenKind>

/** By what it is known: the container's own tracker, or the list of an agent. */
export const SeenSource = z.enum(['tracker', 'list'])
export type SeenSource = z.infer<typeof SeenSource>

/** Of the line itself: running, or a border with its transshipment. */
export const LegMode = z.enum(['rail', 'border'])
export type LegMode = z.infer<typeof LegMode>

/** Before or after the train: DCSA `PRC` and `ONC`, UN/EDIFACT 8051 `10` and `30`. */
export const CarriageStage = z.enum(['pre', 'on'])
export type CarriageStage = z.infer<typeof CarriageStage>

/** Whether what comes before reaches what goes on in time: likely, in doubt, or more likely not. */
export const Connection = z.enum(['kept', 'at_risk', 'missed'])
export type Connection = z.infer<typeof Connection>
