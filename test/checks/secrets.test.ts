import { chmodSync } from 'node:fs'
import t from 'tap'
import { judgeSecrets, secrets } from '../../checks/secrets.ts'
import { judgeCases, runHere } from './judging.ts'

const key = {
  path: '/etc/scoop-endpoint/tls/gateway.key',
  owner: 'scoop-gateway',
  mode: 0o600,
  heldBy: 'scoop-gateway',
}

judgeCases(judgeSecrets, [
  { says: "its owner's alone", facts: [key], verdict: 'ok', summary: '1 secrets' },
  { says: 'root may keep it too', facts: [{ ...key, heldBy: 'root' }], verdict: 'ok' },
  {
    says: 'one that nobody has made yet',
    facts: [{ ...key, mode: undefined }],
    verdict: 'ok',
    summary: 'not made yet',
  },
  {
    says: 'one that the group may read',
    facts: [{ ...key, mode: 0o640 }],
    verdict: 'critical',
    summary: 'gateway.key (640)',
  },
  {
    says: 'one of another account',
    facts: [{ ...key, heldBy: 'guest' }],
    verdict: 'critical',
    summary: 'belongs to guest',
  },
])

t.test('the key of the pseudonyms is looked at where the site has it', async (t) => {
  const data = t.testdir({ secrets: { 'pseudonym.key': 'x' } })
  chmodSync(`${data}/secrets/pseudonym.key`, 0o644)
  t.match(await runHere(secrets, `gateway: { data: ${data} }`), {
    verdict: 'critical',
    summary: /pseudonym.key \(644\)/,
  })
})
