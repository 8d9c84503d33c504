import t from 'tap'
import { dns, judgeDns, namesToKnow } from '../../checks/dns.ts'
import { readSite } from '../../provision/site.ts'
import { judgeCases, runHere } from './judging.ts'

const hub = { name: 'hub.example.org', found: true, outcome: '203.0.113.20' }
const lost = { name: 'git.example.org', found: false, outcome: 'EAI_AGAIN' }

judgeCases(judgeDns, [
  { says: 'names that lead somewhere', facts: [hub], verdict: 'ok', summary: 'hub.example.org: 203.0.113.20' },
  {
    says: 'one that does not',
    facts: [hub, lost],
    verdict: 'critical',
    summary: /^not to be found: git.example.org: EAI/,
  },
])

t.test('names are taken from all of the site; addresses need no look-up', async (t) => {
  const site = `
hub: { address: 'https://hub.example.org:8443/x' }
updates: { repository: 'https://hub.example.org/git' }
time: { server: '10.0.0.1' }
clinic: { backup-oscar: 'oscar:3307' }`
  t.strictSame(namesToKnow(readSite(site, 's')), ['hub.example.org', 'oscar'])
})

t.test('localhost is found, and a name that can not exist is not', async (t) => {
  t.match(await runHere(dns, 'time: { server: localhost }'), { verdict: 'ok' })
  t.match(await runHere(dns, 'time: { server: nowhere.invalid }'), { verdict: 'critical', summary: /nowhere.invalid/ })
  t.match(await runHere(dns), { verdict: 'ok', summary: /not looked at/ })
})
