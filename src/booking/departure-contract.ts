/** What the operator does with a whole train: its sheet, loading, departing, moving containers to another train, cancelling. */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { line } from '#kernel/line.ts'
import { WagonNumber } from '#kernel/wagon-number.ts'
import { BOXES_MAX, Container, ContainerId, stepFields } from '#booking/contract.ts'
import { CAPACITY_TEU_MAX, Departure, DepartureId } from '#train/contract.ts'

const ofDeparture = z.object({ departureId: DepartureId })
const someContainers = z.array(ContainerId).min(1).max(CAPACITY_TEU_MAX)
const reason = line(200)

export const DepartureSheet = z.object({
  going: z.array(Container).meta({ description: 'Loaded' }),
  staying: z.array(Container).meta({ description: 'Booked on the train but not loaded' }),
})
export type DepartureSheet = z.infer<typeof DepartureSheet>

export const departureApi = {
  departureSheet: query({
    path: '/departures/:departureId/sheet',
    summary: 'Who goes with your train and who stays, as things stand',
    access: ['operator'],
    params: ofDeparture,
    reply: DepartureSheet,
  }),
  load: command({
    path: '/departures/:departureId/load',
    summary: 'Load sealed and released containers on their wagons: all of the list or none',
    access: ['operator'],
    params: ofDeparture,
    body: z.object({
      loads: z
        .array(z.object({ containerId: ContainerId, wagonNumber: WagonNumber }))
        .min(1)
        .max(BOXES_MAX),
      ...stepFields,
    }),
    reply: z.object({ items: z.array(Container) }),
  }),
  unload: command({
    path: '/departures/:departureId/unload',
    summary: 'Take loaded containers off their wagons again: all of the list or none',
    access: ['operator'],
    params: ofDeparture,
    body: z.object({ containerIds: someContainers, reason, ...stepFields }),
    reply: z.object({ items: z.array(Container) }),
  }),
  depart: command({
    path: '/departures/:departureId/depart',
    summary:
      'The train leaves with everything loaded; refused while customs holds any of it, or while others would stay unsaid',
    access: ['operator'],
    params: ofDeparture,
    body: z.object({
      leaveBehind: z.array(ContainerId).max(CAPACITY_TEU_MAX).optional().meta({
        description: 'The containers you know will stay, as the sheet lists them',
      }),
      ...stepFields,
    }),
    reply: z.object({
      departed: z.array(ContainerId),
      leftBehind: z.array(ContainerId).meta({ description: 'Booked on the train but not loaded' }),
    }),
  }),
  rollOver: command({
    path: '/departures/:departureId/roll-over',
    summary:
      'Move containers of this train to another departure of the line, slots and all: all of the list or none',
    access: ['operator'],
    params: ofDeparture,
    body: z.object({ containerIds: someContainers, to: DepartureId, reason, ...stepFields }),
    reply: z.object({ items: z.array(Container) }),
  }),
  cancelDeparture: command({
    path: '/departures/:departureId/cancel',
    summary:
      'The train does not run. What is loaded is taken off; its containers move to another departure of the line, or wait for one',
    access: ['operator'],
    params: ofDeparture,
    body: z.object({
      reason,
      moveTo: DepartureId.optional().meta({ description: 'Where all its containers go' }),
      ...stepFields,
    }),
    reply: z.object({
      departure: Departure,
      moved: z.array(ContainerId),
      waiting: z.array(ContainerId).meta({ description: 'Without a train until rolled over' }),
    }),
  }),
}
