import t from 'tap'
import type { Finding } from '../../checks/finding.ts'
import { EndpointError } from '../../provision/endpoint-error.ts'
import { judgeResults } from '../../provision/judge-results.ts'
import { settle, type Told } from '../../provision/settle.ts'
import type { Change, Step, Work } from '../../provision/step.ts'
import { thisTarget } from '../../provision/target.ts'

const work: Work = {
  site: {},
  siteText: '',
  beside: '/nowhere',
  target: thisTarget(),
  platform: 'current',
  operator: { address: undefined, cameByKey: false },
  release: { name: 'none', folder: '/nowhere' },
}

const fine: Finding = { verdict: 'ok', summary: 'holds' }
const warned: Finding = { verdict: 'warning', summary: 'not quite', advice: 'wait' }
const broken: Finding = { verdict: 'critical', summary: 'does not hold', advice: 'look there' }

/** A step whose check finds one after the other, the last one from then on. */
function stepThatFinds(findings: Finding[], changes: Change[] = []): Step {
  const left = [...findings]
  return {
    name: 'some',
    check: async () => (left.length > 1 ? left.shift() : left[0]) ?? fine,
    changes: async () => changes,
  }
}

const noted = (applied: string[]): Change => ({
  summary: 'mend',
  diff: '+x',
  apply: async () => void applied.push('mend'),
})

t.test('a step that holds is left alone', async (t) => {
  const applied: string[] = []
  const settled = await settle(stepThatFinds([fine], [noted(applied)]), work)
  t.match(settled, { outcome: 'unchanged', changes: [] })
  t.strictSame(applied, [])
})

t.test('a plan tells the changes and makes none', async (t) => {
  const applied: string[] = []
  const settled = await settle(stepThatFinds([broken], [noted(applied)]), work, { plan: true })
  t.match(settled, { outcome: 'planned', changes: [{ summary: 'mend', diff: '+x' }] })
  t.strictSame(applied, [])
})

t.test('changes are told before they are made, and the check decides', async (t) => {
  const told: Told[] = []
  const settled = await settle(stepThatFinds([broken, fine], [noted([])]), work, { tell: (it) => told.push(it) })
  t.match(settled, { outcome: 'changed' })
  t.strictSame(
    told.map(({ kind }) => kind),
    ['step', 'change'],
  )
  await t.rejects(settle(stepThatFinds([broken, broken], [noted([])]), work), {
    message: 'step some: does not hold',
    advice: /^look there; then provision again/,
  })
})

t.test('what nobody can mend from here', async (t) => {
  t.match(await settle(stepThatFinds([warned]), work), { outcome: 'unchanged', note: 'not quite' })
  t.match(await settle(stepThatFinds([broken]), work, { plan: true }), { outcome: 'troubled', note: 'does not hold' })
  await t.rejects(settle(stepThatFinds([broken]), work), { message: /does not hold/ })
})

t.test('a change that fails says which one, and keeps its advice', async (t) => {
  const fails: Change = {
    summary: 'mend',
    apply: async () => {
      throw new EndpointError('no room', { advice: 'make room' })
    },
  }
  await t.rejects(settle(stepThatFinds([broken], [fails]), work), {
    message: 'step some: mend: no room',
    advice: /^make room; then/,
  })
})

t.test('of many findings, only what blocks is critical', async (t) => {
  const results = [
    { check: 'one', finding: fine },
    { check: 'two', finding: broken },
    { check: 'three', finding: broken, because: 'two' },
    { check: 'four', finding: warned },
  ]
  t.match(judgeResults(results), {
    verdict: 'critical',
    summary: 'critical two: does not hold\nwarning four: not quite',
    advice: 'look there',
  })
  t.match(judgeResults(results, { mayWait: ['two'] }), { verdict: 'warning' })
  t.match(judgeResults(results.slice(0, 1)), { verdict: 'ok', summary: 'all 1 checks hold' })
})
