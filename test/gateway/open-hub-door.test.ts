import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import t from 'tap'
import { makeLab } from '../../gateway/certificates/make-lab.ts'
import { openHubDoor } from '../../gateway/open-hub-door.ts'
import { freePort } from '../server-programs.ts'
import { askAsHub } from './hub-request.ts'

const quiet = pino({ level: 'silent' })

t.test('the hub side opens by itself once its certificate is installed', async (t) => {
  const lab = await makeLab()
  const folder = t.testdir({ key: lab.gateway.key, 'key.csr': 'asked for', ca: lab.ca })
  await chmod(join(folder, 'key'), 0o600)
  const [certificate, key, hubCa] = [join(folder, 'cert'), join(folder, 'key'), join(folder, 'ca')]
  const port = await freePort()
  const door = { address: { host: '127.0.0.1', port }, files: { certificate, key, hubCa, hubCrl: undefined } }
  const opened = await openHubDoor((_, response) => response.end('here'), door, quiet, 20)
  t.teardown(() => opened.close(0))
  t.equal(opened.url, undefined)
  const ask = () => askAsHub(`https://127.0.0.1:${port}/`, { ca: lab.ca, hub: lab.hub }, {})
  await t.rejects(ask(), { code: 'ECONNREFUSED' })

  await writeFile(certificate, lab.gateway.certificate)
  for (let turn = 0; turn < 500; turn++) {
    const answer = await ask().catch(() => undefined)
    if (answer) return t.equal(answer.status, 200)
    await sleep(20)
  }
  return t.fail('it stays shut')
})

t.test('without a request for one, a missing certificate is a mistake', async (t) => {
  const files = { certificate: '/nowhere/cert', key: '/nowhere/key', hubCa: '/nowhere/ca', hubCrl: undefined }
  const door = { address: { host: '127.0.0.1', port: 0 }, files }
  await t.rejects(
    openHubDoor(() => {}, door, quiet),
    { message: /\/nowhere\/cert can't be read/ },
  )
})
