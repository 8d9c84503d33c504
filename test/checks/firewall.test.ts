import t from 'tap'
import { judgeFirewall } from '../../checks/firewall.ts'
import { parseUfwStatus } from '../../checks/ufw-status.ts'
import { wantedRules } from '../../checks/wanted-rules.ts'
import { readSite } from '../../provision/site.ts'
import { judgeCases } from './judging.ts'

const site = readSite(
  `
clinic: { network: 10.44.0.0/24 }
ssh: { from: [10.44.0.0/24, 198.51.100.17/32] }
gateway: { https: '0.0.0.0:443', http: '10.44.0.10:3001' }`,
  'site.yaml',
)

/** As ufw 0.36 prints it. */
const asWanted = `Status: active
Logging: on (low)
Default: deny (incoming), allow (outgoing), disabled (routed)
New profiles: skip

To                         Action      From
--                         ------      ----
443/tcp                    ALLOW IN    Anywhere                  ${''}
3001/tcp                   ALLOW IN    10.44.0.0/24
22/tcp                     ALLOW IN    10.44.0.0/24               # technicians
22/tcp (OpenSSH)           LIMIT IN    198.51.100.17
443/tcp (v6)               ALLOW IN    Anywhere (v6)
25/tcp                     DENY IN     Anywhere

53/udp                     ALLOW OUT   Anywhere
`

const without = (line: RegExp) => asWanted.replace(line, '')

judgeCases(
  (status: string) => judgeFirewall(parseUfwStatus(status), wantedRules(site)),
  [
    {
      says: 'what the site wants',
      facts: asWanted,
      verdict: 'ok',
      summary: '443/tcp from any, 3001/tcp from 10.44.0.0/24',
    },
    { says: 'off', facts: 'Status: inactive\n', verdict: 'critical', summary: 'off' },
    {
      says: 'open to what no rule names',
      facts: asWanted.replace('deny (incoming)', 'allow (incoming)'),
      verdict: 'critical',
      summary: 'default: allow',
    },
    {
      says: 'ssh from anywhere',
      facts: `${asWanted}22/tcp                     ALLOW IN    Anywhere\n`,
      verdict: 'critical',
      summary: 'does not want: 22/tcp from any',
    },
    {
      says: 'a port for every protocol is more than was asked for',
      facts: asWanted.replace('443/tcp  ', '443      ').replace('443/tcp (v6)', '443 (v6)    '),
      verdict: 'critical',
      summary: /443 from any; keeps out what the site wants: 443\/tcp from any/,
    },
    {
      says: 'a rule that is missing',
      facts: without(/^3001.*\n/m),
      verdict: 'critical',
      summary: 'keeps out what the site wants: 3001/tcp from 10.44.0.0/24',
    },
    {
      says: 'everything from a network',
      facts: `${asWanted}Anywhere                   ALLOW IN    10.0.0.0/8\n`,
      verdict: 'critical',
      summary: 'any from 10.0.0.0/8',
    },
  ],
)

t.test('the short form of ufw 0.31, which names no direction, is understood', async (t) => {
  const { allowed } = parseUfwStatus(
    'Status: active\n\n443/tcp      ALLOW       Anywhere\n443/tcp      ALLOW       Anywhere (v6)\n',
  )
  t.strictSame(allowed, ['443/tcp from any'])
})

const wishes: { says: string; yaml: string; rules: string[] }[] = [
  { says: 'a site that names nothing keeps ssh open, so that nobody is locked out', yaml: '', rules: ['22 any'] },
  { says: 'without a hub side, HTTPS stays closed', yaml: 'clinic: { network: 10.0.0.0/8 }', rules: ['22 10.0.0.0/8'] },
  {
    says: 'a gateway on loopback needs no way in',
    yaml: "clinic: { network: 10.0.0.0/8 }\ngateway: { http: 'localhost:3001', https: '[::]:8443' }",
    rules: ['8443 any', '22 10.0.0.0/8'],
  },
  {
    says: 'plain HTTP beyond the machine, but no clinic network: nobody may',
    yaml: "ssh: { from: [10.0.0.0/8] }\ngateway: { http: '0.0.0.0:3001' }",
    rules: ['22 10.0.0.0/8'],
  },
  {
    says: 'Nagios hosts',
    yaml: 'ssh: { from: [10.0.0.0/8] }\nmonitoring: { from: [10.9.9.9/32] }',
    rules: ['22 10.0.0.0/8', '5666 10.9.9.9/32'],
  },
]

for (const { says, yaml, rules } of wishes) {
  t.test(says, async (t) => {
    const wanted = wantedRules(readSite(yaml, 'site.yaml'))
    t.strictSame(
      wanted.map(({ port, from }) => `${port} ${from}`),
      rules,
    )
  })
}
