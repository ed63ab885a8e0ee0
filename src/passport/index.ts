/** Passport's door: what `main.ts` opens, what later slices may ask, and the verifier for whoever has a file. */
export { getByCode as getPassport } from '#passport/evidence-routes.ts'
export { passportRoutes } from '#passport/routes.ts'
export { openPassport, type Passport } from '#passport/running.ts'
export { verifyEvidence, type Verdict } from '#passport/verify.ts'
