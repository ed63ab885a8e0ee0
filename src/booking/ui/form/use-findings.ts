/** What the cargo rules say of what is being typed: the server's own function, with the restrictions of the train. */
import { Form } from 'antd'
import { z } from 'zod'
import { judgeCargo } from '#booking/cargo/cargo-rule.ts'
import { cargoTrainOf } from '#booking/cargo/cargo-train.ts'
import { BookingLine, CargoLine } from '#booking/contract.ts'
import { DangerousGoods, DangerousPaper } from '#kernel/dangerous-goods.ts'
import type { Finding } from '#booking/finding-contract.ts'
import { restrictionApi } from '#booking/restriction-contract.ts'
import type { Departure } from '#train/contract.ts'
import { useAsk } from '#web/queries.ts'
import type { BookingDraft } from './BookingForm.tsx'

/** A cargo line is judged as soon as it has a code; of its papers those that have their number count. */
const Judged = z.object({
  hsCode: CargoLine.shape.hsCode,
  dangerous: DangerousGoods.extend({
    papers: z
      .array(z.unknown())
      .catch([])
      .transform((papers) => papers.flatMap((one) => DangerousPaper.safeParse(one).data ?? [])),
  })
    .optional()
    .catch(undefined),
})

/** Of whole rows only: one that is half typed says nothing yet. */
export function useFindings(departure: Departure): readonly Finding[] {
  const form = Form.useFormInstance<BookingDraft>()
  const typed = Form.useWatch((draft: Partial<BookingDraft>) => draft, form)
  const { data } = useAsk(restrictionApi.ofDeparture, { params: { departureId: departure.id } })
  const lines = wholeRows(typed?.lines, BookingLine)
  if (lines.length === 0) return []
  const cargo = wholeRows(typed?.cargo, Judged)
  const cargoKg = (typed?.cargo ?? []).reduce((kg, row) => kg + (Number(row?.grossMassKg) || 0), 0)
  const asked = {
    lines: lines.map(({ row }) => row),
    cargo: cargo.length === 0 ? undefined : cargo.map(({ row }) => row),
    cargoKg,
  }
  return judgeCargo(asked, cargoTrainOf(departure), data?.items ?? []).map((finding) => ({
    ...finding,
    line: finding.line === null ? null : lines[finding.line]!.index,
    cargo: finding.cargo === null ? null : cargo[finding.cargo]!.index,
  }))
}

interface Schema<Row> {
  safeParse(value: unknown): { readonly data?: Row | undefined }
}

/** With the number of the row in the form. */
function wholeRows<Row>(rows: readonly unknown[] | undefined, schema: Schema<Row>) {
  return (rows ?? []).flatMap((value, index) => {
    const row = schema.safeParse(value).data
    return row === undefined ? [] : [{ row, index }]
  })
}
