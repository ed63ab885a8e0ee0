/** `landbridge import places`: the UN/LOCODE listing, loaded by whoever installs, and again with each edition. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { command, CommandError, print } from '#platform/command.ts'
import { withDatabase } from '#platform/with-database.ts'
import {
  decodeListing,
  readListing,
  type FaultyLine,
  type Listing,
  type ListingFault,
} from '#journey/place/listing.ts'
import { replacePlaces } from '#journey/place/place-store.ts'

const SHOWN_MAX = 50

const FAULTS: Readonly<Record<ListingFault, string>> = {
  columns: 'not the columns of a UN/LOCODE listing',
  code: 'no UN/LOCODE: an ISO 3166-1 country and three letters or digits 2 to 9',
  name: 'no name',
  coordinates: 'coordinates are not like 5138N 00431E',
  quotes: 'a quotation does not end',
  functions: 'function holds what is none of 0 to 7 and B: are its columns in place?',
}

const importPlaces = command({
  words: 'import places',
  operands: ['PATH'],
  options: {},
  help: [
    'Load places of the world from the UN/LOCODE listing: one of its CSV files, or the directory that holds them.',
    'All places of the countries in them are replaced. Lines that cannot be read are told, and the others loaded.',
  ],
  async run({ operands: [path] }) {
    const files = await filesAt(path)
    const read: { readonly file: string; readonly listing: Listing }[] = []
    for (const file of files)
      read.push({ file, listing: readListing(decodeListing(await readFile(file))) })
    const places = read.flatMap(({ listing }) => listing.places)
    if (places.length === 0)
      throw new CommandError(`${path}: no place of a UN/LOCODE listing in it`)
    // A code of two files is the later one's.
    const unique = [...new Map(places.map((place) => [place.code, place])).values()]
    const countries = await withDatabase((database) =>
      database.transact((tx) => replacePlaces(tx, unique)),
    )
    for (const { file, listing } of read) process.stderr.write(faultsOf(file, listing.faults))
    const sum = (count: (listing: Listing) => number) =>
      read.reduce((total, { listing }) => total + count(listing), 0)
    const refused = sum(({ faults }) => faults.filter(({ taken }) => !taken).length)
    const partly = sum(({ faults }) => faults.filter(({ taken }) => taken).length)
    return print(
      [
        `${unique.length} places of ${countries.length} countries loaded`,
        `${sum(({ removed }) => removed)} marked for removal and ${sum(({ references }) => references)} references left out`,
        `${refused} lines refused, ${partly} loaded without what was wrong in them`,
        '',
      ].join('\n'),
    )
  },
})

async function filesAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const names = (await readdir(path)).filter((name) => /\.csv$/i.test(name)).sort()
  // Beside the code list UNECE packs the subdivisions, which are another table.
  return names.filter((name) => !/subdivision/i.test(name)).map((name) => join(path, name))
}

function faultsOf(file: string, faults: readonly FaultyLine[]): string {
  const lines = faults
    .slice(0, SHOWN_MAX)
    .map(
      ({ line, fault, text, taken }) =>
        `${file}:${line}: ${FAULTS[fault]}${taken ? ' (loaded without)' : ''}: ${text}\n`,
    )
  const more = faults.length - lines.length
  return lines.join('') + (more > 0 ? `${file}: and ${more} more\n` : '')
}

export const importPlaceCommands = [importPlaces]
