/** Prints containers' labels by Typst, a page each: the form is label.typ, the QR by bwip-js, the typeface from npm, nothing from outside. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { ContainerNumber, containerNumberSpaced } from '#kernel/container-number.ts'
import type { PublicPlace } from '#passport/contract.ts'
import { passportCodeSpaced, type PassportCode } from '#passport/passport.ts'

export interface Label {
  readonly url: string
  readonly code: PassportCode
  readonly containerNumber: string
  readonly equipmentType: string
  readonly trainNumber: string
  readonly departsAt: string
  readonly origin: PublicPlace
  readonly destination: PublicPlace
}

const FORM = readFileSync(new URL('./label.typ', import.meta.url), 'utf8')
const FONTS = ['400Regular/NotoSansSC_400Regular.ttf', '700Bold/NotoSansSC_700Bold.ttf']
const WORDS = {
  from: '始发 · From · Откуда',
  to: '到达 · To · Куда',
  scan: ['扫码查看集装箱通行证', 'Scan: the container passport', 'Сканируйте: паспорт контейнера'],
}

/** Loaded at the first label: the fonts and the typesetter take some 60 MB that most days nobody needs. */
let compiler: Promise<NodeCompiler> | undefined

export async function printLabels(labels: readonly Label[]): Promise<Uint8Array> {
  compiler ??= loadCompiler()
  const typst = await compiler
  const written: object[] = []
  for (const label of labels) written.push({ ...wordsOf(label), qr: await qrSvg(label.url) })
  const inputs = { labels: JSON.stringify(written) }
  const pdf = typst.pdf({ mainFileContent: FORM, inputs })
  typst.evictCache(10)
  return pdf
}

function wordsOf({ url, code, containerNumber, departsAt, ...label }: Label) {
  return {
    ...label,
    url,
    title: `${containerNumber} ${code}`,
    containerNumber: containerNumberSpaced(ContainerNumber.parse(containerNumber)),
    departsOn: departsAt.slice(0, 10),
    origin: label.origin.city,
    destination: label.destination.city,
    code: passportCodeSpaced(code),
    address: url.slice(0, url.lastIndexOf('/')),
    words: WORDS,
  }
}

async function loadCompiler(): Promise<NodeCompiler> {
  const typst = await import('@myriaddreamin/typst-ts-node-compiler')
  const { resolve } = createRequire(import.meta.url)
  const fontBlobs = FONTS.map((font) =>
    readFileSync(resolve(`@expo-google-fonts/noto-sans-sc/${font}`)),
  )
  return typst.NodeCompiler.create({ fontArgs: [{ fontBlobs }] })
}

/** Error correction Q: a quarter of the symbol may be scratched or dirty. */
async function qrSvg(text: string): Promise<string> {
  const { toSVG } = await import('bwip-js/node')
  const options = { bcid: 'qrcode', text, eclevel: 'Q' }
  return toSVG(options)
}
