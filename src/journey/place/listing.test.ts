// The UN/LOCODE listing as it is published, with its faults: what is taken, what is left out, and which lines are told.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeListing, positionOf, readListing } from '#journey/place/listing.ts'

const OFFICIAL = `,"PL",,".POLAND",,,,,,,,""
,"PL","OLS","Olsztyn","Olsztyn","28","-23-----","RL","9506",,"5347N 02029E",""
,"NL","RTM","Rotterdam","Rotterdam","ZH","12345---","AF","0401",,"5155N 00430E",""
"+","DE","LEJ","Leipzig","Leipzig","SN","AI","--345---","0401",,"5120N 01222E",""
"X","PL","XXX","Old Town","Old Town",,"--3-----","XX","9506",,,""
"=","BE",,"Anvers = Antwerpen","Anvers = Antwerpen",,,,,,,""
"#","PL","LDZ","Łódź","Lodz","10","-2345---","AI","0401",,"5145N 01928E","Say ""Woodge"""
,"P1","AAA","Nowhere","Nowhere",,"--3-----","RL","9506",,,""
,"PL","OLS","Allenstein","Allenstein",,"--3-----","RL","9506",,,""
,"PL","WRO","Wroclaw","Wroclaw",,"--3-----","RL","9506",,"5199N 01700E",""
,"PL","KRK",,,,"--3-----","RL","9506",,,""
,"PL","WAW"
,"PL","POZ,"Poznan","Poznan",,"--3-----","RL","9506",,,""
`

test('what is taken, and what is told of by its line', () => {
  const { places, faults, removed, references } = readListing(OFFICIAL)
  assert.deepEqual(
    places.map(({ code, name, functions, lat, lon }) => [code, name, functions, lat, lon]),
    [
      ['PLOLS', 'Olsztyn', '23', 53.78333, 20.48333],
      ['NLRTM', 'Rotterdam', '12345', 51.91667, 4.5],
      ['DELEJ', 'Leipzig', '345', 51.33333, 12.36667],
      ['PLLDZ', 'Łódź', '2345', 51.75, 19.46667],
      ['PLWRO', 'Wroclaw', '3', null, null],
    ],
  )
  assert.deepEqual(
    faults.map(({ line, fault, taken }) => `${line} ${fault}${taken ? ' taken' : ''}`),
    ['8 code', '10 coordinates taken', '11 name', '12 columns', '13 quotes'],
  )
  assert.deepEqual([removed, references], [1, 1])
  assert.deepEqual([places[3]?.key, places[0]?.key], ['lodz', 'olsztyn allenstein'])
})

test('both encodings of its editions are read, and either line end', () => {
  const line = ',"DE","KLN","Köln","Koln","NW","-2345---","AF","9601",,"5056N 00657E",""'
  const one = readListing(decodeListing(Buffer.from(`${line}\r\n`, 'utf8'))).places
  const other = readListing(decodeListing(Buffer.from(line, 'latin1'))).places
  assert.deepEqual(one, other)
  assert.equal(one[0]?.name, 'Köln')
})

test('an open listing is read by its heading; a name that lost its letters is read by the plain one', () => {
  const { places, faults } = readListing(
    `country,location,name,nameWoDiacritics,subdivision,status,function,iata,lat,lon,geocoded
PL,ADJ,Adam\uFFFDw,Adamow,06,RL,--3-----,,51.266666666666666,23.1,
NL,AAM,Aalsmeer,Aalsmeer,,AF,1-------,QFA,52.2658344,4.766170039669312,true
US,AAA,West,West,,RL,--3-----,,,,`,
  )
  assert.deepEqual(
    places.map(({ code, name, lat, lon }) => [code, name, lat, lon]),
    [
      ['PLADJ', 'Adamow', 51.26667, 23.1],
      ['NLAAM', 'Aalsmeer', 52.26583, 4.76617],
      ['USAAA', 'West', null, null],
    ],
  )
  assert.deepEqual(faults, [])
})

test('coordinates of degrees and minutes, and no others', () => {
  assert.deepEqual(positionOf('3354S 15112W'), { lat: -33.9, lon: -151.2 })
  for (const text of ['9100N 00000E', '5160N 00000E', '5100N 18100E', '51N 004E', '5100N', 'x'])
    assert.equal(positionOf(text), 'unreadable', text)
})

test('any text is read to its end, each line once at most', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), (text) => {
      const { places, faults } = readListing(text)
      const lines = text.split(/\r\n|\n|\r/).length
      assert.ok(places.length + faults.filter(({ taken }) => !taken).length <= lines)
    }),
  )
})
