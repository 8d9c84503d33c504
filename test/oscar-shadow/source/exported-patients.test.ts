import t from 'tap'
import { exportedPatients } from '../../../oscar-shadow/source/exported-patients.ts'

const people = (statuses: Record<number, string | null>) =>
  Object.entries(statuses).map(([number, patient_status]) => ({ demographic_no: Number(number), patient_status }))
const merge = (demographic_no: number, merged_to: number, deleted: number | null = 0) => ({
  demographic_no,
  merged_to,
  deleted,
})

const cases: {
  says: string
  statuses: Record<number, string | null>
  merges?: ReturnType<typeof merge>[]
  exported: [number, number][]
}[] = [
  {
    says: 'only AC, exactly',
    statuses: { 1: 'AC', 2: 'ac', 3: 'AC ', 4: 'IN', 5: 'DE', 6: null, 7: '' },
    exported: [[1, 1]],
  },
  {
    says: 'a merged chart is folded into the other',
    statuses: { 1: 'AC', 2: 'AC' },
    merges: [merge(2, 1)],
    exported: [
      [1, 1],
      [2, 1],
    ],
  },
  {
    says: 'whatever its own status',
    statuses: { 1: 'AC', 2: 'IN' },
    merges: [merge(2, 1)],
    exported: [
      [1, 1],
      [2, 1],
    ],
  },
  { says: 'not into one that is not active', statuses: { 1: 'DE', 2: 'AC' }, merges: [merge(2, 1)], exported: [] },
  {
    says: 'a merge that was undone',
    statuses: { 1: 'AC', 2: 'AC' },
    merges: [merge(2, 1, 1)],
    exported: [
      [1, 1],
      [2, 2],
    ],
  },
  { says: 'a merge into nobody', statuses: { 2: 'AC' }, merges: [merge(2, 99)], exported: [[2, 2]] },
  {
    says: 'a chain of merges',
    statuses: { 1: 'AC', 2: 'AC', 3: 'AC' },
    merges: [merge(3, 2), merge(2, 1)],
    exported: [
      [1, 1],
      [2, 1],
      [3, 1],
    ],
  },
  {
    says: 'a ring of merges',
    statuses: { 1: 'AC', 2: 'AC', 3: 'AC' },
    merges: [merge(1, 2), merge(2, 1), merge(3, 1)],
    exported: [
      [1, 1],
      [2, 2],
      [3, 3],
    ],
  },
  { says: 'a chart merged into itself', statuses: { 1: 'AC' }, merges: [merge(1, 1)], exported: [[1, 1]] },
  {
    says: 'a chart merged anew',
    statuses: { 1: 'AC', 2: 'AC', 3: 'AC' },
    merges: [merge(3, 1), merge(3, 2)],
    exported: [
      [1, 1],
      [2, 2],
      [3, 2],
    ],
  },
]
for (const { says, statuses, merges = [], exported } of cases)
  t.test(says, async (t) => t.strictSame([...exportedPatients(people(statuses), merges)], exported))
