import t from 'tap'
import { parseUfwStatus } from '../../../checks/ufw-status.ts'
import { allowCommand, locksOut, numbersOf, planRules } from '../../../provision/firewall/plan-rules.ts'
import { readTuples } from '../../../provision/firewall/remove-rule.ts'

const clinic = { port: 22, from: '10.44.0.0/24' }
const everybody = { port: 443, from: 'any' }

t.test('what is missing, foreign and off is told apart', async (t) => {
  const status = parseUfwStatus(
    'Status: active\nDefault: allow (incoming), allow (outgoing)\n\n22/tcp                     ALLOW IN    10.44.0.0/24              \n8080                       ALLOW IN    Anywhere                  \n',
  )
  t.strictSame(planRules(status, [clinic, everybody]), {
    missing: [everybody],
    foreign: ['8080 from any'],
    denyByDefault: true,
    switchOn: false,
  })
})

t.test('commands stay within what ufw 0.31 knows', async (t) => {
  const words = allowCommand(clinic)
  t.strictSame(words.join(' '), 'ufw allow proto tcp from 10.44.0.0/24 to any port 22')
  t.notMatch(words, ['comment'])
})

t.test('a rule is found under all its numbers, the last one first', async (t) => {
  const numbered = `Status: active

     To                         Action      From
     --                         ------      ----
[ 1] 22/tcp                     ALLOW IN    10.44.0.0/24              
[ 2] 443/tcp                    ALLOW IN    Anywhere                  
[10] 443/tcp (v6)               ALLOW IN    Anywhere (v6)             
`
  t.strictSame(numbersOf('443/tcp from any', numbered), [10, 2])
  t.strictSame(numbersOf('22/tcp from 10.44.0.0/24', numbered), [1])
  t.strictSame(numbersOf('22/tcp from 10.0.0.0/8', numbered), [])
})

const addresses: { says: string; address: string | undefined; from: string[]; out: boolean }[] = [
  { says: 'somebody at the machine itself', address: undefined, from: [], out: false },
  { says: 'somebody within a network', address: '10.44.0.9', from: ['10.44.0.0/24'], out: false },
  { says: 'somebody outside of it', address: '10.44.1.9', from: ['10.44.0.0/24'], out: true },
  { says: 'somebody in the second network', address: '192.0.2.1', from: ['10.44.0.0/24', '192.0.2.0/30'], out: false },
  { says: 'an IPv4 address in IPv6 form', address: '::ffff:10.44.0.9', from: ['10.44.0.0/24'], out: false },
  { says: 'an IPv6 address', address: '2001:db8::7', from: ['2001:db8::/64'], out: false },
  { says: 'an IPv6 address of another network', address: '2001:db8:1::7', from: ['2001:db8::/64'], out: true },
  { says: 'a link-local address with its interface', address: 'fe80::1%eth0', from: ['fe80::/10'], out: false },
  { says: 'a firewall open to all', address: '203.0.113.5', from: ['any'], out: false },
  { says: 'a firewall that knows no ssh', address: '203.0.113.5', from: [], out: true },
]

for (const { says, address, from, out } of addresses) {
  t.test(`who is locked out: ${says}`, async (t) => {
    const rules = [{ port: 443, from: 'any' }, ...from.map((network) => ({ port: 22, from: network }))]
    t.equal(locksOut(address, rules), out)
  })
}

t.test('the rules of a firewall that is off are read from its files', async (t) => {
  const text = `### tuple ### allow tcp 22 0.0.0.0/0 any 10.44.0.0/24 in
-A ufw-user-input -p tcp --dport 22 -s 10.44.0.0/24 -j ACCEPT
### tuple ### allow any 5900 ::/0 any ::/0 in
### tuple ### deny tcp 25 0.0.0.0/0 any 0.0.0.0/0 in
### tuple ### limit udp 9999 0.0.0.0/0 any 192.0.2.7/32
### tuple ### allow tcp 80 0.0.0.0/0 any 0.0.0.0/0 out
`
  t.strictSame(readTuples(text), ['22/tcp from 10.44.0.0/24', '5900 from any', '9999/udp from 192.0.2.7'])
})
