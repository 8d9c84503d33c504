import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import t from 'tap'
import { thisHost } from '../../checks/host.ts'
import { judgeListening, wantedSockets } from '../../checks/listening.ts'
import { parseSockets, readSockets, type Socket } from '../../checks/proc-net.ts'
import { readSite } from '../../provision/site.ts'
import { judgeCases } from './judging.ts'

const wanted = wantedSockets(readSite("gateway: { https: '0.0.0.0:443', store: 'mongodb://u@127.0.0.1:27018/x' }", 's'))
const tcp = (address: string, port: number): Socket => ({ protocol: 'tcp', address, port })

judgeCases(
  (sockets: readonly Socket[]) => judgeListening(sockets, wanted),
  [
    {
      says: 'ssh, HTTPS, and the rest on loopback',
      facts: [tcp('0.0.0.0', 22), tcp('::', 443), tcp('127.0.0.1', 3001), tcp('127.0.0.1', 27018), tcp('::1', 631)],
      verdict: 'ok',
      summary: '0.0.0.0:22/tcp, [::]:443/tcp',
    },
    { says: 'a DHCP client', facts: [{ protocol: 'udp', address: '0.0.0.0', port: 68 }], verdict: 'ok' },
    { says: 'a printer service', facts: [tcp('0.0.0.0', 631)], verdict: 'warning', summary: '0.0.0.0:631/tcp' },
    {
      says: 'MongoDB on the network',
      facts: [tcp('10.44.0.10', 27018)],
      verdict: 'critical',
      summary: 'MongoDB on 10.44',
    },
    {
      says: 'plain HTTP on the network',
      facts: [tcp('::', 3001)],
      verdict: 'critical',
      summary: 'plain HTTP on [::]:3001',
    },
  ],
)

t.test("the kernel's tables are read: both families, and only who waits for somebody", async (t) => {
  const four = `  sl  local_address rem_address   st
   0: 0100007F:0BB9 00000000:0000 0A 00000000:00000000
   1: 0A002C0A:01BB 00000000:0000 0A 00000000:00000000
   2: 0A002C0A:01BB 0900000A:C350 01 00000000:00000000
`
  t.strictSame(parseSockets(four, 'tcp'), [tcp('127.0.0.1', 3001), tcp('10.44.0.10', 443)])
  const six = `   0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A
   1: 00000000000000000000000001000000:0016 00000000000000000000000000000000:0000 0A
   2: 0000000000000000FFFF00000100007F:0016 00000000000000000000000000000000:0000 0A
`
  t.strictSame(
    parseSockets(six, 'tcp').map(({ address }) => address),
    ['::', '::1', '127.0.0.1'],
  )
})

t.test('a real listener is found', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  t.ok((await readSockets(thisHost())).some((it) => it.port === port && it.address === '127.0.0.1'))
})
