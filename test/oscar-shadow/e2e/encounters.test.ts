import t from 'tap'
import type { Note } from '../../../oscar-shadow/chart.ts'
import { H, nobody, provider as performer, utc } from '../../gateway/import/importing.ts'
import { clinic, note } from './charts.ts'
import { find, findAll, sectionOf } from './reading.ts'
import { recordOf, written } from './writing.ts'

const encounter = ({ by = nobody, start, said = 'seen', billed = { Unknown: ['NI'] } }: Told) => ({
  codes: { code: ['REASON'], codeSystem: ['ObservationType-CA-Pending'] },
  mood_code: 'EVN',
  _type: 'Encounter',
  ...(start !== undefined && { start_time: start }),
  description: said,
  reason: {
    codes: { 'ObservationType-CA-Pending': ['REASON'], ...billed },
    mood_code: 'EVN',
    description: said,
    ...(start !== undefined && { start_time: start }),
  },
  performer: performer(by, start ?? null),
})
type Told = { by?: string; start?: number; said?: string; billed?: object }

const cases: { says: string; columns: Partial<Note>; is: Told }[] = [
  { says: 'a bare note', columns: {}, is: {} },
  {
    says: 'its date',
    columns: { observation_date: '2012-03-04 12:05:06' },
    is: { start: utc('2012-03-04T12:05:06Z') },
  },
  { says: 'a zero date', columns: { observation_date: '0000-00-00 00:00:00' }, is: {} },
  { says: 'its writer', columns: { provider_no: '101' }, is: { by: H('HalHealer98765') } },
  { says: 'a writer without a row', columns: { provider_no: '77' }, is: { by: H('77') } },
  { says: 'what was billed', columns: { billing_code: '401' }, is: { billed: { ICD9: ['401'] } } },
  { says: 'markup and line ends', columns: { note: 'a <b>\r\n& ]]> c' }, is: { said: 'a <b>\n& ]]> c' } },
  { says: 'an empty note', columns: { note: '' }, is: { said: '' } },
  { says: 'an archived note', columns: { archived: 1 }, is: {} },
]

t.test('an encounter', async (t) => {
  for (const { says, columns, is } of cases) {
    t.strictSame(recordOf({ notes: [note(columns)] }).encounters, [encounter(is)], says)
  }
})

t.test('encounters stand by date', async (t) => {
  const notes = [
    note({ note_id: 1, observation_date: '2012-03-04 00:00:00', note: 'second' }),
    note({ note_id: 3, observation_date: '2012-03-05 00:00:00', note: 'third' }),
    note({ note_id: 2, observation_date: '2012-01-01 00:00:00', note: 'first' }),
  ]
  t.strictSame(
    recordOf({ notes }).encounters?.map(({ description }) => description),
    ['first', 'second', 'third'],
  )
})

const boxes: { boxes: string[]; told: boolean }[] = [
  { boxes: ['FamHistory'], told: false },
  { boxes: ['RiskFactors'], told: false },
  { boxes: ['SocHistory'], told: false },
  { boxes: ['Reminders'], told: false },
  { boxes: ['MedHistory'], told: true },
  { boxes: ['Concerns'], told: true },
  { boxes: ['OMeds'], told: true },
  { boxes: ['MedHistory', 'Reminders'], told: false },
]

t.test('what has a section of its own is no encounter; what has none is not lost', async (t) => {
  for (const { boxes: among, told } of boxes) {
    t.equal(recordOf({ notes: [note({ boxes: among })] }).encounters?.length ?? 0, told ? 1 : 0, among.join(', '))
  }
  t.notOk('encounters' in recordOf({ notes: [note({ annotation: true })] }), 'an annotation is none')
})

t.test('the place is the clinic, in a form that importers pass over, as the original had it', async (t) => {
  const { document } = written({ parts: { notes: [note()] } })
  const section = sectionOf(document, 'Encounter History')
  const [place] = findAll(section, 'participant').filter(({ attributes }) => attributes.typeCode === 'LOC')
  t.equal(place && find(place, 'participantRole/id').attributes.extension, '1234')
  t.notOk(recordOf({ notes: [note()] }).encounters?.some((it) => 'facility' in it))
  t.ok(recordOf({ notes: [note()] }, clinic({ clinic: undefined })).encounters)
})
