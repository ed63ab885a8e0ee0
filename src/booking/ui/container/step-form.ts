/**
 * How a step is recorded from a screen: what is asked beside time and place, and which call tells the server. Each slice
 * describes its own steps; the shell gathers them, so that booking's screens show steps of slices that come after it.
 */
import type { ComponentType } from 'react'
import type { Container, ContainerStep } from '#booking/contract.ts'
import type { StepDocument } from '#kernel/document.ts'
import type { AnyEndpoint } from '#kernel/endpoint.ts'
import type { CallRequest } from '#web/api.ts'

export interface StepFieldsProps {
  readonly containers: readonly Container[]
}

/** What the form holds: time and place of every step, and the step's own fields by name. */
export interface StepValues {
  readonly at?: string
  readonly place: string
  readonly [field: string]: unknown
}

export interface StepForm {
  readonly endpoint: AnyEndpoint
  readonly request: (
    containers: readonly Container[],
    values: StepValues,
  ) => Pick<CallRequest<AnyEndpoint>, 'params' | 'body'>
  /** Whether one command may tell it of many containers at once. */
  readonly many: boolean
  readonly Fields?: ComponentType<StepFieldsProps>
  readonly initial?: (containers: readonly Container[]) => Readonly<Record<string, unknown>>
  /** From a field of the body to the field of the form, where they differ. */
  readonly fieldOf?: (
    name: (string | number)[],
    containers: readonly Container[],
  ) => (string | number)[]
}

/** `whole`: taken for the whole train or booking, on its own screen; `legs`: said with the legs of the journey, on the container's. */
export type StepForms = Readonly<Record<ContainerStep, StepForm | 'whole' | 'legs'>>

/** Keeps what is asked and what the endpoint takes in step; the result forgets the endpoint's types. */
export function stepForm<E extends AnyEndpoint>(
  form: Omit<StepForm, 'endpoint' | 'request'> & {
    readonly endpoint: E
    readonly request: (
      containers: readonly Container[],
      values: StepValues,
    ) => Pick<CallRequest<E>, 'params' | 'body'>
  },
): StepForm {
  return form
}

/** The one container of a step that is taken one by one. */
export function single(containers: readonly Container[]): Container {
  const [container] = containers
  if (container === undefined) throw new RangeError('a step form without a container')
  return container
}

/** Time and place as the body carries them. */
export function whenAndWhere({ at, place }: StepValues): { place: string; at?: string } {
  return at === undefined ? { place } : { place, at }
}

/** The papers of a step as the body carries them; nothing where there are none. */
export function papers({ documents }: StepValues): { documents?: StepDocument[] } {
  const chosen = documents as readonly StepDocument[] | undefined
  return chosen === undefined || chosen.length === 0 ? {} : { documents: [...chosen] }
}
