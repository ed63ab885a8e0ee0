import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { isOutgoingUrl, isPublicAddress, post } from '#platform/outgoing.ts'

const server: Server = createServer((request, reply) => {
  if (request.url === '/moved') return reply.writeHead(302, { location: '/taken' }).end()
  if (request.url === '/long') {
    reply.writeHead(200)
    const more = (): void => void (reply.writable && reply.write('x'.repeat(10_000), more))
    return more()
  }
  if (request.url === '/silent') return undefined
  return reply.writeHead(202).end('thanks')
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
after(() => {
  server.closeAllConnections()
  server.close()
})
const { port } = server.address() as AddressInfo

const send = (path: string, more: Partial<Parameters<typeof post>[0]> = {}) =>
  post({
    url: `http://127.0.0.1:${port}${path}`,
    headers: { 'content-type': 'application/json' },
    body: '{}',
    timeoutMs: 5_000,
    allowPrivate: true,
    ...more,
  })

test('only the public network is public', () => {
  const closed = `127.0.0.1 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1
    255.255.255.255 198.51.100.7 ::1 :: fe80::1 fc00::1 fd12:3456::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 2001:db8::1 2002:7f00:1::
    64:ff9b::7f00:1 not-an-address`
  for (const address of closed.trim().split(/\s+/))
    assert.equal(isPublicAddress(address), false, address)
  for (const address of ['1.1.1.1', '172.32.0.1', '8.8.8.8', '2606:4700::1111', '2a00:1450::5'])
    assert.equal(isPublicAddress(address), true, address)
})

test('an address that cannot be a receiver is known before anything is sent', () => {
  const closed = [
    'http://erp.example.cn/',
    'ftp://erp.example.cn/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://user:secret@erp.example.cn/',
    'https://',
  ]
  for (const url of closed) assert.equal(isOutgoingUrl(url, false), false, url)
  assert.equal(isOutgoingUrl('https://erp.example.cn/hook?x=1', false), true)
  assert.equal(isOutgoingUrl('http://192.168.1.4:8080/hook', true), true)
  assert.equal(isOutgoingUrl('file:///etc/passwd', true), false)
})

test('a name that leads to our own network is not connected to', async () => {
  const answer = await send('', { url: `https://localhost:${port}/`, allowPrivate: false })
  assert.deepEqual(answer, { failure: 'the name leads to a private address' })
})

test('answers, redirects, silence and floods', async () => {
  assert.deepEqual(await send('/taken'), { status: 202, text: 'thanks' })
  const moved = await send('/moved')
  assert.equal('status' in moved && moved.status, 302)
  const long = await send('/long')
  assert.equal('text' in long && long.text.length, 1_024)
  const silent = await send('/silent', { timeoutMs: 200 })
  assert.ok('failure' in silent)
  const closed = await send('', { url: 'http://127.0.0.1:1/' })
  assert.deepEqual(closed, { failure: 'ECONNREFUSED' })
})
