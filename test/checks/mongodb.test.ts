import t from 'tap'
import { judgeMongodb, mongodb } from '../../checks/mongodb.ts'
import { howToGetOne, startMongoServer } from '../mongodb-server.ts'
import { judgeCases, runHere } from './judging.ts'

const facts = { server: '127.0.0.1:27017', version: '8.0.4', guarded: true, sockets: [] }
const socket = (address: string) => ({ protocol: 'tcp' as const, address, port: 27017 })

judgeCases(judgeMongodb, [
  { says: 'guarded and on loopback', facts: { ...facts, sockets: [socket('127.0.0.1')] }, verdict: 'ok' },
  { says: 'the last one for Ubuntu 12.04', facts: { ...facts, version: '3.6.3' }, verdict: 'ok' },
  { says: 'too old', facts: { ...facts, version: '3.4.14' }, verdict: 'critical', summary: '3.4.14 is too old' },
  { says: 'without a password', facts: { ...facts, guarded: false }, verdict: 'critical', summary: 'whoever asks' },
  {
    says: 'open to the network',
    facts: { ...facts, sockets: [socket('127.0.0.1'), socket('0.0.0.0')] },
    verdict: 'critical',
    summary: '0.0.0.0',
  },
  {
    says: 'away',
    facts: { ...facts, version: undefined, trouble: 'Timeout' },
    verdict: 'critical',
    summary: 'Timeout',
  },
])

t.test('a site with the embedded store has none', async (t) => {
  t.match(await runHere(mongodb), { verdict: 'ok', summary: /embedded store/ })
})

t.test('a server that is away is told without the account of its address', async (t) => {
  const finding = await runHere(mongodb, 'gateway: { store: "mongodb://me@127.0.0.1:1/x" }')
  t.match(finding, { verdict: 'critical', summary: /MongoDB at 127.0.0.1:1 can't be asked/ })
})

const server = await startMongoServer()
t.teardown(() => server?.remove())

t.test(
  'a real server without authorization shows its data to whoever asks',
  { skip: !server && howToGetOne },
  async (t) => {
    t.match(await runHere(mongodb, `gateway: { store: "${server?.uri}" }`), {
      verdict: 'critical',
      summary: /whoever asks/,
    })
  },
)
