// What leaves the house: what the contract names and nothing else, whether its parts are checked one by one or once for many.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { query } from '#kernel/endpoint.ts'
import { pageOf, pageQuery } from '#kernel/page.ts'
import { replyCheck } from '#platform/reply-check.ts'

const Line = z.object({ name: z.string(), stops: z.array(z.object({ at: z.int() })) })
const Party = z.object({ names: z.object({ zh: z.string() }) })
const Train = z.object({
  id: z.string(),
  party: Party.nullable(),
  free: z.object({ teu: z.int() }),
  line: Line,
})
const trains = replyCheck(
  query({
    path: '/trains',
    summary: 'Trains',
    access: 'member',
    query: z.object(pageQuery),
    reply: pageOf(Train),
  }),
)
const write = (page: z.input<ReturnType<typeof pageOf<typeof Train>>>): string =>
  String(trains.write(page))

const secret = { secret: 'of ours' }
const line = { name: '“鲁”\n', stops: [{ at: 1, ...secret }, { at: 2 }], ...secret }
const party = { names: { zh: '鲁', ...secret } }
const train = (id: string, of: object = line) =>
  ({
    id,
    party: id === 'b' ? null : party,
    free: { teu: 3, ...secret },
    line: of,
    ...secret,
  }) as unknown as z.infer<typeof Train>
const pages = {
  'of nothing': { items: [], next: null },
  'of one line': { items: [train('a'), train('b')], next: 'b' },
  'of two, in turns': {
    items: [train('a'), train('b', { name: '', stops: [] }), train('c')],
    next: null,
    ...secret,
  },
}

for (const [name, page] of Object.entries(pages))
  test(`a page ${name} is written as its contract has it`, () => {
    const text = write(page)
    assert.deepEqual(JSON.parse(text), pageOf(Train).parse(page))
    assert.doesNotMatch(text, /of ours/)
  })

test('an answer that is not as promised is none, and is told where', () => {
  const wrong = {
    'items.1.line.stops.0.at': [train('a'), train('b', { name: 'x', stops: [{ at: 1.5 }] })],
    'items.0.line': [train('a', null as never)],
    'items.1.id': [train('a'), train(7 as never)],
  }
  for (const [path, items] of Object.entries(wrong))
    assert.throws(
      () => write({ items, next: null }),
      (error) => error instanceof z.ZodError && error.issues[0]!.path.join('.') === path,
    )
})

test('what was written once is written anew for the next answer', () => {
  const of = { name: 'before', stops: [] }
  const page = { items: [train('a', of), train('b', of)], next: null }
  assert.match(write(page), /before.*before/)
  of.name = 'after'
  assert.match(write(page), /after.*after/)
})

test('one object in two fields is let out by each as its own contract has it', () => {
  const Named = z.object({ id: z.string(), whole: Line, brief: Line.pick({ stops: true }) })
  const named = replyCheck(
    query({
      path: '/named',
      summary: 'Named twice',
      access: 'member',
      query: z.object(pageQuery),
      reply: pageOf(Named),
    }),
  )
  const page = { items: [{ id: 'a', whole: line, brief: line }], next: null }
  assert.deepEqual(JSON.parse(String(named.write(page))), pageOf(Named).parse(page))
})
