import t from 'tap'
import type { Prevention } from '../../../oscar-shadow/chart.ts'
import { utc } from '../../gateway/import/importing.ts'
import { prevention } from './charts.ts'
import { childrenOf, elements, find, findAll, sectionOf, textOf, valuesOf } from './reading.ts'
import { recordOf, written } from './writing.ts'

const flu = { codes: { whoATC: ['J07BB01'] }, mood_code: 'EVN', _type: 'Immunization', description: 'Flu' }
const uncoded = { codes: { Unknown: ['UNK'] } }

const cases: { says: string; columns: Partial<Prevention>; is: object }[] = [
  { says: 'one that was given', columns: {}, is: {} },
  { says: 'when', columns: { prevention_date: '2012-10-11' }, is: { start_time: utc('2012-10-11T00:00:00Z') } },
  { says: 'no date', columns: { prevention_date: '0000-00-00' }, is: {} },
  { says: 'one that was refused', columns: { refused: '1' }, is: { negationInd: true } },
  { says: 'one that was not advisable', columns: { refused: '2' }, is: { negationInd: true } },
  { says: 'a vaccine without ATC', columns: { prevention_type: 'BCG' }, is: { ...uncoded, description: 'BCG' } },
  { says: 'case tells vaccines apart', columns: { prevention_type: 'DTaP' }, is: { ...uncoded, description: 'DTaP' } },
  { says: 'no type', columns: { prevention_type: '' }, is: { ...uncoded, description: '' } },
]

t.test('an immunization', async (t) => {
  for (const { says, columns, is } of cases) {
    t.strictSame(recordOf({ preventions: [prevention(columns)] }).immunizations, [{ ...flu, ...is }], says)
  }
})

const screenings = [
  'PAP',
  'MAM',
  'PSA',
  'FOBT',
  'COLONOSCOPY',
  'HIV',
  'HepB screen',
  'HepC screen',
  'VDRL',
  'chlamydia',
]

t.test('screenings immunize nobody', async (t) => {
  for (const prevention_type of [...screenings, 'ghonorrhea PCR', 'OtherB', 'pap']) {
    t.notOk('immunizations' in recordOf({ preventions: [prevention({ prevention_type })] }), prevention_type)
  }
})

const sectionWith = (columns: Partial<Prevention>) =>
  sectionOf(written({ parts: { preventions: [prevention(columns)] }, options: { detail: 'full' } }).document, 'Immun')

const doses: { dose: string; is: Record<string, string> | string }[] = [
  { dose: '0.5 mL', is: { value: '0.5', unit: 'mL' } },
  { dose: '0,5ml', is: { value: '0.5', unit: 'mL' } },
  { dose: '1 cc', is: { value: '1', unit: 'mL' } },
  { dose: '15 mcg', is: { value: '15', unit: 'ug' } },
  { dose: '0.5', is: { value: '0.5' } },
  { dose: 'half a vial', is: 'half a vial' },
  { dose: '2 puffs', is: '2 puffs' },
]

t.test('a dose is a quantity if it can be read, else it is told as written', async (t) => {
  for (const { dose, is } of doses) {
    const quantity = find(sectionWith({ ext: { dose } }), 'doseQuantity')
    if (typeof is === 'string') t.equal(textOf(find(quantity, 'translation/originalText')), is, dose)
    else t.strictSame(find(quantity, 'center').attributes, is, dose)
  }
})

t.test('the rest of the form; what is blank is left out', async (t) => {
  const ext = { route: 'IM', lot: 'A&B', location: 'left <arm>', comments: 'cried', dose: '' }
  const section = sectionWith({ next_date: '2013-10-00', ext })
  t.equal(textOf(find(section, 'routeCode/originalText')), 'IM')
  t.equal(textOf(find(section, 'lotNumberText')), 'A&B')
  t.equal(textOf(find(section, 'participantRole/playingEntity/name')), 'left <arm>')
  t.equal(valuesOf(section, 'COMMENT').map(textOf)[0], 'cried')
  t.equal(childrenOf(section, 'DATEOBS', 'effectiveTime').flatMap(elements)[0]?.attributes.value, '201310')
  t.strictSame(findAll(section, 'doseQuantity'), [])
  t.strictSame(findAll(sectionWith({ next_date: '0001-01-01' }), 'low'), [])
})

t.test('a reason is told only if somebody gave one, and only for what was not given', async (t) => {
  const reasonsOf = (columns: Partial<Prevention>) => valuesOf(sectionWith(columns), 'REASON').map(textOf)
  t.strictSame(reasonsOf({ refused: '1', ext: { neverReason: 'fear of needles' } }), ['fear of needles'])
  t.strictSame(reasonsOf({ refused: '1', ext: { neverReason: ' ' } }), [])
  t.strictSame(reasonsOf({ refused: '0', ext: { neverReason: 'left over' } }), [])
})

t.test('the narrative', async (t) => {
  const section = sectionWith({ prevention_date: '2012-10-11', refused: '1' })
  t.equal(textOf(find(section, 'item')), 'Flu Oct 11, 2012 Refused')
})
