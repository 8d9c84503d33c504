import t from 'tap'
import { parseMemory } from '../../checks/meminfo.ts'
import { judgeMemory, memory } from '../../checks/memory.ts'
import { judgeCases, runHere } from './judging.ts'

const gigabyte = 1e9
const facts = { total: 4 * gigabyte, available: 2 * gigabyte, swap: 0, swapFree: 0 }

judgeCases(
  (it) => judgeMemory(it, { warning: 10, critical: 5 }),
  [
    { says: 'half of it available is fine', facts, verdict: 'ok', summary: '50 % of 4.0 GB' },
    {
      says: 'swap is told where there is some',
      facts: { ...facts, swap: gigabyte, swapFree: gigabyte / 4 },
      verdict: 'ok',
      summary: '75 % of swap is used',
    },
    { says: 'a tenth is a warning', facts: { ...facts, available: 0.4 * gigabyte }, verdict: 'warning' },
    { says: 'a hundredth is critical', facts: { ...facts, available: 0.04 * gigabyte }, verdict: 'critical' },
  ],
)

t.test('a kernel that tells what is available is believed', async (t) => {
  const text = 'MemTotal:  4000 kB\nMemFree:  100 kB\nMemAvailable:  3000 kB\nBuffers:  10 kB\nCached:  500 kB\n'
  t.match(parseMemory(text), { total: 4_096_000, available: 3_072_000 })
})

t.test('before Linux 3.14 it is what is free or can be dropped', async (t) => {
  const text =
    'MemTotal:  4000 kB\nMemFree:  100 kB\nBuffers:  10 kB\nCached:  500 kB\nSwapCached: 7 kB\nSwapTotal: 0 kB\n'
  t.equal(parseMemory(text).available, 610 * 1024)
})

t.test('this machine tells of its memory', async (t) => {
  t.match(await runHere(memory, 'thresholds: { memory-free-percent: { warning: 0.1, critical: 0 } }'), {
    verdict: 'ok',
  })
})
