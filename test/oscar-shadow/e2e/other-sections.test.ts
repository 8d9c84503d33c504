import t from 'tap'
import type { Note } from '../../../oscar-shadow/chart.ts'
import { note } from './charts.ts'
import { childrenOf, find, findAll, sectionOf, textOf, valuesOf } from './reading.ts'
import { written } from './writing.ts'

const sectionWith = (title: string, ...notes: Partial<Note>[]) =>
  sectionOf(written({ parts: { notes: notes.map(note) }, options: { detail: 'full' } }).document, title)

t.test('alerts, those taken off the list as complete', async (t) => {
  const section = sectionWith(
    'Alerts',
    { note_id: 1, boxes: ['Reminders'], note: 'flu & shot', observation_date: '2012-03-04 05:06:07' },
    { note_id: 2, boxes: ['Reminders'], archived: 1, observation_date: '2013-00-00 00:00:00' },
  )
  t.strictSame(
    findAll(section, 'observation/statusCode').map(({ attributes }) => attributes.code),
    ['active', 'complete'],
  )
  t.strictSame(
    findAll(section, 'low').map(({ attributes }) => attributes.value),
    ['20120304050607', '2013'],
  )
  t.equal(findAll(section, 'item').map(textOf)[0], 'flu & shot')
})

const relatives: { text: string | undefined; code: Record<string, string> }[] = [
  { text: 'Mother', code: { code: 'MTH', displayName: 'Mother' } },
  { text: 'BROTHER-IN-LAW', code: { code: 'BROINLAW', displayName: 'BROTHER-IN-LAW' } },
  { text: 'milkman', code: { nullFlavor: 'OTH', displayName: 'milkman' } },
  { text: ' ', code: { nullFlavor: 'UNK' } },
  { text: undefined, code: { nullFlavor: 'UNK' } },
]

t.test('relatives', async (t) => {
  for (const { text, code } of relatives) {
    const ext = text === undefined ? {} : { Relationship: text }
    const { attributes } = find(sectionWith('Family', { boxes: ['FamHistory'], ext }), 'relatedSubject/code')
    const { codeSystem, codeSystemName, ...told } = attributes
    t.strictSame(told, code, text ?? 'nobody')
    t.equal(codeSystem, text?.trim() ? '2.16.840.1.113883.5.111' : undefined)
    t.equal(codeSystemName, text?.trim() ? 'PersonalRelationshipRoleType' : undefined)
  }
})

t.test('a family history in full, code systems by their right roots', async (t) => {
  const ext = { 'Life Stage': 'T', 'Age at Onset': '40', Treatment: 'none & more' }
  const section = sectionWith('Family', { boxes: ['FamHistory'], billing_code: '250', ext })
  const [icd9] = valuesOf(section, 'ICD9CODE')
  t.equal(icd9?.attributes.codeSystem, '2.16.840.1.113883.6.42')
  t.equal(valuesOf(section, 'LIFEOBS')[0]?.attributes.code, '133937008')
  const [lifeStage] = findAll(section, 'code').filter(({ attributes }) => attributes.code === 'LIFEOBS')
  t.equal(lifeStage?.attributes.codeSystem, '2.16.840.1.113883.3.3068.10.6.3')
  t.equal(valuesOf(section, '30972-4')[0]?.attributes.value, '40')
  t.equal(childrenOf(section, 'TRTNOTE', 'text').map(textOf)[0], 'none & more')
})

t.test('an age that is no number is told in words', async (t) => {
  const [age] = valuesOf(
    sectionWith('Family', { boxes: ['FamHistory'], ext: { 'Age at Onset': 'about 40' } }),
    '30972-4',
  )
  t.strictSame(age?.attributes, { 'xsi:type': 'CD', nullFlavor: 'OTH' })
  t.equal(age && textOf(age), 'about 40')
})

t.test('a family history that was taken off the list is not told', async (t) => {
  const section = sectionWith('Family', { boxes: ['FamHistory'], archived: 1 })
  t.match(textOf(find(section, 'title')), 'without entries')
})

t.test('risk factors of both boxes', async (t) => {
  const section = sectionWith(
    'Risk',
    { note_id: 1, boxes: ['RiskFactors'], note: 'smoker', billing_code: '401' },
    { note_id: 2, boxes: ['SocHistory', 'RiskFactors'], note: 'single', archived: 1 },
  )
  t.strictSame(findAll(section, 'component/observation/text').map(textOf), ['smoker', 'single'])
  t.strictSame(
    findAll(section, 'organizer/statusCode').map(({ attributes }) => attributes.code),
    ['active', 'complete'],
  )
  t.equal(findAll(section, 'organizer/code')[0]?.attributes.codeSystem, '2.16.840.1.113883.6.96')
})
