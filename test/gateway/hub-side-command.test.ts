import t from 'tap'
import { run } from '../run-endpoint.ts'
import { askAsHub } from './hub-request.ts'
import { makeTestLab } from './lab.ts'
import { readFeed } from './routes/hub/atom.ts'
import { submission } from './routes/hub/open-hub-side.ts'
import { startGateway } from './running-gateway.ts'

const lab = await makeTestLab(t)
const { flags, identity } = lab

t.test("a gateway with a lab's certificates serves hubs, and a restart cuts no hub off from its queries", async (t) => {
  const dataFolder = t.testdir({})
  const headers = { Host: 'localhost:10304' }
  const form = submission({ map: 'function map(p) {}', reduce: 'function(k, v) {}' })
  let location = ''
  {
    await using gateway = await startGateway({ dataFolder, flags })
    const answer = await askAsHub(`${gateway.https}/queries`, identity, {
      ...form,
      headers: { ...form.headers, ...headers },
    })
    location = answer.headers.location ?? ''
    t.match(location, /^https:\/\/localhost:10304\/queries\//)
    await gateway.stop()
  }
  await using gateway = await startGateway({ dataFolder, flags: [...flags, '--policy', 'clinic'] })
  const feed = await askAsHub(`${gateway.https}/queries.atom`, identity, { headers })
  t.match((await readFeed(feed.text)).entries, [{ id: location }])
  const { text } = await askAsHub(`${gateway.https}${new URL(location).pathname}.json`, identity, { headers })
  t.match(JSON.parse(text), { status: 'queued' }, 'it waits for approval')
  t.match(gateway.stderr(), '"hub":"lab-hub"')
})

const mistakes: { says: string; args: string[]; code: number; stderr: RegExp }[] = [
  {
    says: 'no address',
    args: ['--https', 'everywhere'],
    code: 2,
    stderr: /no address to listen on\n.*--https/,
  },
  { says: 'no such policy', args: [...flags, '--policy', 'lax'], code: 2, stderr: /clinic, open/ },
  {
    says: 'no files',
    args: ['--https', '127.0.0.1:0'],
    code: 1,
    stderr: /tls\/gateway\.pem can't be read \(ENOENT\)\n.*--tls-cert/,
  },
  {
    says: 'no such list',
    args: [...flags, '--hub-crl', lab.file('ca.pem')],
    code: 1,
    stderr: /ca\.pem holds no list of revoked certificates in PEM/,
  },
  {
    says: 'the key of the hub',
    args: [...flags, '--tls-key', lab.file('hub.key')],
    code: 1,
    stderr: /hub\.key is not the key of the certificate in .*gateway\.pem/,
  },
]

t.test('a gateway that can not serve hubs as told does not start, and says why', async (t) => {
  const data = t.testdir({})
  for (const { says, args, code, stderr } of mistakes) {
    const ended = await run(['gateway', '--data', data, '--http', '127.0.0.1:0', ...args])
    t.match(ended, { code, stdout: '', stderr }, says)
  }
})
