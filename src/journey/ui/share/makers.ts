/** Which parties make links, as the server has it. */
import { shareApi } from '#journey/share-contract.ts'

export const LINK_MAKERS: ReadonlySet<string> = new Set(shareApi.make.access)
