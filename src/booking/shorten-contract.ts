/** A train made smaller, or ended earlier: what is sold beyond it is named, and moved or refused in the same moment. */
import { z } from 'zod'
import { command, query } from '#kernel/endpoint.ts'
import { line } from '#kernel/line.ts'
import { problems } from '#kernel/problem.ts'
import { StationCode } from '#kernel/station.ts'
import { BookingId, BookingItem, Container, ContainerId, stepFields } from '#booking/contract.ts'
import {
  CAPACITY_TEU_MAX,
  Departure,
  DepartureId,
  NewDeparture,
  SlotAmount,
} from '#train/contract.ts'

const { capacityTeu, grossKgMax, wagonKgMax, reeferPlugs, dangerousPlaces } = NewDeparture.shape
const ofDeparture = z.object({ departureId: DepartureId })

/** What is left out stays; null takes a limit away, or lets the train run its whole line again. */
export const Shape = z.object({
  capacityTeu: capacityTeu.optional(),
  grossKgMax,
  wagonKgMax,
  reeferPlugs,
  dangerousPlaces,
  endsAt: StationCode.nullish().meta({
    description: 'The stop it ends at; null: the end of the line',
  }),
})
export type Shape = z.infer<typeof Shape>

const someBookings = z.array(BookingId).max(CAPACITY_TEU_MAX).default([])

export const OnShortened = z.object({
  booking: BookingItem,
  amount: SlotAmount.meta({ description: 'What it has on this train, sold or held' }),
  containers: z.array(Container).meta({ description: 'Its boxes on this train' }),
  why: z.enum(['capacity', 'wagon', 'end']).nullable().meta({
    description: 'Why it is proposed to go; null: it may stay',
  }),
})
export type OnShortened = z.infer<typeof OnShortened>

export const Shortening = z.object({
  capacity: SlotAmount.meta({ description: 'Of the train in that shape' }),
  excess: SlotAmount.meta({ description: 'Sold and held beyond it, and kept by allotments' }),
  allotted: SlotAmount.meta({ description: 'Free in allotments: can be released' }),
  bookings: z.array(OnShortened).meta({
    description: 'Who is on the train, the latest first: who booked last goes first',
  }),
})
export type Shortening = z.infer<typeof Shortening>

const queryNumber = (schema: z.ZodInt) => z.coerce.number().pipe(schema).optional()

export const shortenApi = {
  shortening: query({
    path: '/departures/:departureId/shortening',
    summary: 'What a smaller train, or one that ends earlier, could not carry of what is booked',
    access: ['operator'],
    params: ofDeparture,
    query: z.object({
      capacityTeu: queryNumber(capacityTeu),
      grossKgMax: queryNumber(grossKgMax.unwrap().unwrap()),
      wagonKgMax: queryNumber(wagonKgMax.unwrap().unwrap()),
      reeferPlugs: queryNumber(reeferPlugs.unwrap().unwrap()),
      dangerousPlaces: queryNumber(dangerousPlaces.unwrap().unwrap()),
      endsAt: StationCode.optional(),
      releaseAllotments: z.stringbool().optional(),
    }),
    reply: Shortening,
  }),
  shorten: command({
    path: '/departures/:departureId/shorten',
    summary:
      'Make your train smaller or end it earlier. Bookings named are moved or refused with it; refused as a whole while more is sold than it carries',
    access: ['operator'],
    params: ofDeparture,
    body: Shape.extend({
      releaseAllotments: z.boolean().default(false).meta({
        description: 'Give what is free in allotments to open sale first',
      }),
      move: someBookings.meta({ description: 'Confirmed bookings that go with another train' }),
      moveTo: DepartureId.optional(),
      refuse: someBookings.meta({
        description: 'Baskets end, requests are rejected, confirmed bookings declined',
      }),
      keep: someBookings.meta({
        description: 'Of a train that ends earlier: who agreed to be carried as far as that',
      }),
      reason: line(200),
      ...stepFields,
    }),
    reply: z.object({
      departure: Departure,
      moved: z.array(ContainerId),
      refused: z.array(BookingId),
    }),
  }),
}

export const shortenProblem = problems({
  'booking.beyond_the_end': {
    kind: 'conflict',
    zh: '以下订舱要到更远的车站，请逐一说明改配、退订或保留：{bookings}',
    en: 'These bookings go further than that: say of each whether it moves, is refused or stays: {bookings}',
    ru: 'Эти бронирования следуют дальше: укажите для каждого — перенос, отказ или сохранение: {bookings}',
  },
  'booking.not_on_this_train': {
    kind: 'invalid',
    zh: '订舱 {booking} 不在该班次上，或已不能办理',
    en: 'Booking {booking} is not on this train, or nothing can be done to it any more',
    ru: 'Бронирования {booking} нет на этом поезде, или изменить его уже нельзя',
  },
  'booking.nowhere_to_move': {
    kind: 'invalid',
    zh: '请选择改配的班次',
    en: 'Choose the train they move to',
    ru: 'Выберите поезд, на который они переносятся',
  },
  'booking.only_confirmed_moves': {
    kind: 'conflict',
    zh: '订舱 {booking} 尚未确认，不能改配，只能退订',
    en: 'Booking {booking} is not confirmed: it cannot move, only be refused',
    ru: 'Бронирование {booking} не подтверждено: его можно только отклонить, а не перенести',
  },
})
