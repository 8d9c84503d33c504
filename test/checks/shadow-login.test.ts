import t from 'tap'
import type { Verdict } from '../../checks/finding.ts'
import { judgeShadow, type ShadowFacts } from '../../checks/shadow-login.ts'

const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
const row = (remote: string, state: string, uid: number) =>
  `${head}   0: 0100007F:0BB9 ${remote} ${state} 00000000:00000000 00:00000000 00000000   ${uid}        0 12345 1\n`

const right: ShadowFacts = {
  account: 'scoop-shadow:x:998:998::/nonexistent:/usr/sbin/nologin',
  password: 'scoop-shadow:!:16000::::::',
  keys: undefined,
  sockets: [row('00000000:0000', '0A', 0), row('0100007F:0BB9', '01', 998), row('00000000:0000', '07', 0), undefined],
}

const cases: { says: string; change: Partial<ShadowFacts>; verdict: Verdict; summary?: RegExp }[] = [
  { says: 'an account without shell, password and keys that listens nowhere is fine', change: {}, verdict: 'ok' },
  {
    says: 'a shell is told',
    change: { account: 'scoop-shadow:x:998:998::/home/x:/bin/bash' },
    verdict: 'critical',
    summary: /has a shell/,
  },
  {
    says: 'a password is told',
    change: { password: 'scoop-shadow:$6$abc:16000::::::' },
    verdict: 'critical',
    summary: /has a password/,
  },
  { says: 'an empty password is one', change: { password: 'scoop-shadow::16000::::::' }, verdict: 'critical' },
  { says: 'keys are told', change: { keys: 'ssh-ed25519 AAAA x\n' }, verdict: 'critical', summary: /SSH keys/ },
  {
    says: 'a listening process is told',
    change: { sockets: [row('00000000:0000', '0A', 998)] },
    verdict: 'critical',
    summary: /listens/,
  },
  {
    says: 'an open UDP port, too',
    change: { sockets: ['', '', row('00000000:0000', '07', 998)] },
    verdict: 'critical',
    summary: /listens/,
  },
  { says: 'no account is nothing known', change: { account: '' }, verdict: 'unknown', summary: /no account/ },
  { says: 'what only root can see is not known', change: { password: '' }, verdict: 'unknown', summary: /only root/ },
]
for (const { says, change, verdict, summary = /./ } of cases) {
  t.test(says, async (t) => t.match(judgeShadow({ ...right, ...change }), { verdict, summary }))
}
