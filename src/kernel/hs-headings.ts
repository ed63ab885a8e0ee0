/**
 * Which four-digit headings the Harmonized System 2022 knows, chapter by chapter, as ranges of the last two digits.
 *
 * A fact table, read off the nomenclature of the World Customs Organization (HS 2022, in force since 2022-01-01) in the
 * public-domain listing of the `datasets/harmonized-system` project. Chapter 77 is reserved by the WCO for later use;
 * chapters 98 and 99 are left to each country and are no part of the international nomenclature.
 */

const RANGES_BY_CHAPTER: Readonly<Record<string, string>> = {
  '01': '01-06',
  '02': '01-10',
  '03': '01-09',
  '04': '01-10',
  '05': '01-02 04-08 10-11',
  '06': '01-04',
  '07': '01-14',
  '08': '01-14',
  '09': '01-10',
  '10': '01-08',
  '11': '01-09',
  '12': '01-14',
  '13': '01-02',
  '14': '01 04',
  '15': '01-18 20-22',
  '16': '01-05',
  '17': '01-04',
  '18': '01-06',
  '19': '01-05',
  '20': '01-09',
  '21': '01-06',
  '22': '01-09',
  '23': '01-09',
  '24': '01-04',
  '25': '01-26 28-30',
  '26': '01-21',
  '27': '01-16',
  '28': '01-37 39-47 49-50 52-53',
  '29': '01-42',
  '30': '01-06',
  '31': '01-05',
  '32': '01-15',
  '33': '01-07',
  '34': '01-07',
  '35': '01-07',
  '36': '01-06',
  '37': '01-07',
  '38': '01-27',
  '39': '01-26',
  '40': '01-17',
  '41': '01-07 12-15',
  '42': '01-03 05-06',
  '43': '01-04',
  '44': '01-21',
  '45': '01-04',
  '46': '01-02',
  '47': '01-07',
  '48': '01-14 16-23',
  '49': '01-11',
  '50': '01-07',
  '51': '01-13',
  '52': '01-12',
  '53': '01-03 05-11',
  '54': '01-08',
  '55': '01-16',
  '56': '01-09',
  '57': '01-05',
  '58': '01-11',
  '59': '01-11',
  '60': '01-06',
  '61': '01-17',
  '62': '01-17',
  '63': '01-10',
  '64': '01-06',
  '65': '01-02 04-07',
  '66': '01-03',
  '67': '01-04',
  '68': '01-15',
  '69': '01-07 09-14',
  '70': '01-11 13-20',
  '71': '01-18',
  '72': '01-29',
  '73': '01-26',
  '74': '01-13 15 18-19',
  '75': '01-08',
  '76': '01-16',
  '78': '01-02 04 06',
  '79': '01-05 07',
  '80': '01-03 07',
  '81': '01-06 08-13',
  '82': '01-15',
  '83': '01-11',
  '84': '01-68 70-87',
  '85': '01-19 21-49',
  '86': '01-09',
  '87': '01-16',
  '88': '01-02 04-07',
  '89': '01-08',
  '90': '01-08 10-33',
  '91': '01-14',
  '92': '01-02 05-09',
  '93': '01-07',
  '94': '01-06',
  '95': '03-08',
  '96': '01-20',
  '97': '01-06',
}

/** The chapter exists and is not reserved: `isChapter('77')` is false. */
export function isChapter(chapter: string): boolean {
  return RANGES_BY_CHAPTER[chapter] !== undefined
}

export function isHeading(heading: string): boolean {
  return headingRanges(heading.slice(0, 2)).some(
    ([first, last]) => heading >= first && heading <= last && heading.length === 4,
  )
}

/** First and last heading of a chapter, for telling a person where to look. */
export function headingsOfChapter(chapter: string): { first: string; last: string } | undefined {
  const ranges = headingRanges(chapter)
  const first = ranges[0]?.[0]
  const last = ranges.at(-1)?.[1]
  return first === undefined || last === undefined ? undefined : { first, last }
}

/** Every heading, in order: 1,228 of them in HS 2022. */
export function allHeadings(): string[] {
  return Object.keys(RANGES_BY_CHAPTER)
    .sort()
    .flatMap(headingRanges)
    .flatMap(([first, last]) =>
      Array.from({ length: Number(last) - Number(first) + 1 }, (_, step) =>
        String(Number(first) + step).padStart(4, '0'),
      ),
    )
}

function headingRanges(chapter: string): [first: string, last: string][] {
  const ranges = RANGES_BY_CHAPTER[chapter]
  if (ranges === undefined) return []
  return ranges.split(' ').map((range) => {
    const [first = '', last = first] = range.split('-')
    return [chapter + first, chapter + last]
  })
}
