import t from 'tap'
import { hardware, judgeHardware } from '../../checks/hardware.ts'
import { judgeCases, runHere } from './judging.ts'

const needed = { cores: 2, memory: 4, disk: 100 }
const enough = { cores: 2, memory: 4.1e9, disk: 105e9, machine: 'x86_64' }

judgeCases(
  (facts) => judgeHardware(facts, needed),
  [
    { says: 'what was asked for is enough', facts: enough, verdict: 'ok', summary: '2 cores (required: 2)' },
    {
      says: 'what the kernel and the file system keep is not missed',
      facts: { ...enough, memory: 3.83e9, disk: 91e9 },
      verdict: 'ok',
    },
    {
      says: 'one core is too few, and both numbers are told',
      facts: { ...enough, cores: 1 },
      verdict: 'critical',
      summary: /^too little: 1 cores \(required: 2\)$/,
    },
    {
      says: 'little memory',
      facts: { ...enough, memory: 2.06e9 },
      verdict: 'critical',
      summary: '2.1 GB of memory (required: 4)',
    },
    {
      says: 'a small disk and few cores are told together',
      facts: { ...enough, cores: 1, disk: 31e9 },
      verdict: 'critical',
      summary: '1 cores (required: 2), 31 GB of disk (required: 100)',
    },
    {
      says: 'a 32-bit system',
      facts: { ...enough, machine: 'i686' },
      verdict: 'critical',
      summary: 'i686 (required: x86_64)',
    },
  ],
)

t.test('this machine has hardware, and a site may require more than it has', async (t) => {
  t.match((await runHere(hardware, 'hardware: { cores: 1, memory-gb: 0.1, disk-gb: 0.1 }')).verdict, 'ok')
  const greedy = await runHere(hardware, 'hardware: { cores: 5000 }')
  t.match(greedy, { verdict: 'critical', summary: /\d+ cores \(required: 5000\)/ })
})
