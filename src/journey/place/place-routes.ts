/** Places over HTTP: found for the form of a leg. */
import { serve, type Http } from '#platform/http.ts'
import { placeApi } from '#journey/place-contract.ts'
import { findPlaces, isListingLoaded } from '#journey/place/place-store.ts'

export function placeRoutes(http: Http): void {
  serve(http, placeApi.find, async ({ tx, query }) => {
    const items = await findPlaces(tx, query)
    return { loaded: items.length > 0 || (await isListingLoaded(tx)), items }
  })
}
