/** Every step's form, gathered from the slices that own them; a step without one does not compile. */
import { bookingSteps } from '#booking/ui/container/StepForms.tsx'
import type { StepForms } from '#booking/ui/container/step-form.ts'
import { customsSteps } from '#customs/ui/StepForms.tsx'
import { journeySteps } from '#journey/ui/StepForms.tsx'
import { trackingSteps } from '#tracking/ui/StepForms.tsx'
import { warehouseSteps } from '#warehouse/ui/StepForms.tsx'

export const stepForms: StepForms = {
  ...bookingSteps,
  ...warehouseSteps,
  ...customsSteps,
  ...trackingSteps,
  ...journeySteps,
}
