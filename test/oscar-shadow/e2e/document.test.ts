import t from 'tap'
import type { Chart } from '../../../oscar-shadow/chart.ts'
import { newStamp, writeDocument } from '../../../oscar-shadow/e2e/index.ts'
import {
  allergy,
  chart,
  clinic,
  demographic,
  drug,
  lab,
  measurement,
  note,
  prevention,
  problem,
  provider,
  result,
} from './charts.ts'
import { elements, find, findAll, readXml, textOf } from './reading.ts'
import { recordOf, stamp, written } from './writing.ts'

/** Something in every section. */
const filled: Partial<Chart> = {
  demographic: demographic({ address: 'SECRET street', phone: 'SECRET', email: 'SECRET@nowhere.example' }),
  allergies: [allergy({ DESCRIPTION: 'bees', reaction: 'hives' })],
  drugs: [drug({ GN: 'METOPROLOL', end_date: '2024-05-10' })],
  problems: [problem()],
  preventions: [prevention({ refused: '1', ext: { comments: 'SECRET', neverReason: 'SECRET', location: 'SECRET' } })],
  measurements: [measurement()],
  labs: [
    lab({
      requesting_client: 'SECRET',
      results: [result({ name: 'Glucose', accession: 'SECRET' }, { comments: 'SECRET' })],
    }),
  ],
  notes: [
    note(),
    note({ note_id: 2, boxes: ['Reminders'], note: 'SECRET' }),
    note({ note_id: 3, boxes: ['FamHistory'], note: 'SECRET' }),
    note({ note_id: 4, boxes: ['SocHistory'], note: 'SECRET' }),
  ],
}
const reachable = clinic({ providers: new Map([['101', provider({ phone: 'SECRET', email: 'SECRET' })]]) })

const titles = (document: string) => findAll(readXml(document), 'section/title').map(textOf)
const full = { detail: 'full' } as const

const headings: { template: string; code: string; title: string; emptyCode?: string; emptyTitle?: string }[] = [
  { template: '2.2', code: '42348-3', title: 'Advance Directives Section' },
  { template: '2.3', code: 'ALERTS', title: 'Alerts' },
  {
    template: '2.4',
    code: '48765-2',
    title: 'Allergies & Intolerances (Reaction List)',
    emptyTitle: 'Allergies and Intolerances (Reaction List)',
  },
  { template: '2.8', code: 'CLINOBS', title: 'Clinical Measured Observations' },
  { template: '2.12', code: '46240-8', title: 'Encounter History and Notes' },
  { template: '2.13', code: '10157-6', title: 'Family History' },
  { template: '2.14', code: '11369-6', title: 'Immunizations List' },
  { template: '2.16', code: '30954-2', title: 'Laboratory Results and Reports', emptyCode: '11502-2' },
  { template: '2.19', code: '10160-0', title: 'Medications and Prescriptions - Medication List' },
  { template: '2.20', code: 'REQS', title: 'Orders and Requests' },
  { template: '2.21', code: '11450-4', title: 'Problems and Conditions - Problem List' },
  { template: '2.24', code: '46467-7', title: 'Risk Factors' },
]
const alwaysEmpty = ['2.2', '2.20']

const headingsOf = (document: string) =>
  findAll(readXml(document), 'component/section').map((section) => {
    const [template, code, title] = elements(section)
    return [template?.attributes.root, code?.attributes.code, title && textOf(title)]
  })
const root = '2.16.840.1.113883.3.1818.10'

t.test('twelve sections in their order, with entries', async (t) => {
  const wanted = headings.map(({ template, code, title }) =>
    alwaysEmpty.includes(template)
      ? [`${root}.${template}`, code, `${title} [without entries]`]
      : [`${root}.${template}.1`, code, `${title} [with entries]`],
  )
  t.strictSame(headingsOf(written({ parts: filled, options: full }).document), wanted)
})

t.test('without entries, but for the measurements, which are left out', async (t) => {
  const wanted = headings
    .filter(({ code }) => code !== 'CLINOBS')
    .map(({ template, code, title, emptyCode = code, emptyTitle = title }) => [
      `${root}.${template}`,
      emptyCode,
      `${emptyTitle} [without entries]`,
    ])
  const { document } = written({ options: full })
  t.strictSame(headingsOf(document), wanted)
  for (const section of findAll(readXml(document), 'section')) {
    const { attributes } = find(section, 'entry')
    t.match(attributes.nullFlavor, /^N[AI]$/)
    const act = elements(find(section, 'entry')).at(-1)
    t.equal(act?.attributes.nullFlavor, attributes.nullFlavor)
    t.match(elements(section).map(textOf)[3], /^(No information|This section)/)
  }
})

t.test('an empty chart makes a record of no sections, without a warning', async (t) => {
  const lists = Object.values(recordOf({}, clinic(), full)).filter(Array.isArray)
  t.strictSame(lists, [['EN']])
})

t.test('our gateway gets no more than it needs', async (t) => {
  const { document } = written({ parts: filled, at: reachable })
  t.notMatch(document, 'SECRET')
  t.equal(titles(document).length, 7)
  t.equal(findAll(readXml(document), 'title').map(textOf)[0], 'PITO EMR-2-EMR Record')
  t.strictSame(findAll(readXml(document), 'section/text').map(textOf).filter(Boolean), [])
  t.strictSame(findAll(readXml(document), 'telecom'), [])
})

t.test('and it makes the same record as of the whole', async (t) => {
  t.strictSame(recordOf(filled, reachable), recordOf(filled, reachable, full))
  t.equal(written({ parts: filled, at: reachable, options: full }).document.match(/SECRET/g)?.length, 21, 'all of it')
})

t.test('the same chart and options give the same document', async (t) => {
  t.equal(written({ parts: filled }).document, written({ parts: filled }).document)
})

t.test('the digest tells whether anything has changed, whatever the time and id of the document', async (t) => {
  const digestOf = (parts: Partial<Chart>, effectiveTime = stamp.effectiveTime) =>
    writeDocument(chart(parts), clinic(), { ...stamp, effectiveTime }).digest
  const digest = digestOf(filled)
  t.match(digest, /^[0-9a-f]{64}$/)
  t.equal(digestOf(filled, '20240507000000'), digest, 'a day later')
  t.not(digestOf(filled, '20240511000000'), digest, 'when a drug has run out')
  t.not(digestOf({ ...filled, allergies: [] }), digest, 'without the allergy')
  t.not(written({ parts: filled, options: full }).digest, digest, 'with other detail')
  const other = { ...stamp, documentId: '00000000-0000-4000-8000-00000000000B' }
  const another = writeDocument(chart(filled), clinic(), other)
  t.not(another.document, written({ parts: filled }).document)
  t.equal(another.digest, digest, 'with another id')
})

t.test('a new stamp: the time by the clock on the wall, and an id of its own', async (t) => {
  const { effectiveTime, documentId } = newStamp(new Date(2024, 4, 6, 7, 8, 9))
  t.equal(effectiveTime, '20240506070809')
  t.match(documentId, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/)
  t.not(newStamp().documentId, documentId)
})

t.test('elements stand in the order of the schema', async (t) => {
  const { document } = written({ parts: filled, options: full })
  const orders = {
    act: [
      'templateId',
      'id',
      'code',
      'text',
      'statusCode',
      'effectiveTime',
      'author',
      'participant',
      'entryRelationship',
    ],
    observation: [
      ...['templateId', 'id', 'code', 'text', 'statusCode', 'effectiveTime', 'e2e:confidentialityCode', 'value'],
      ...['interpretationCode', 'subject', 'performer', 'author', 'participant', 'entryRelationship', 'referenceRange'],
    ],
    organizer: ['templateId', 'id', 'code', 'statusCode', 'effectiveTime', 'author', 'component'],
    encounter: ['id', 'code', 'text', 'effectiveTime', 'participant', 'entryRelationship'],
    substanceAdministration: [
      ...['id', 'code', 'text', 'statusCode', 'effectiveTime', 'routeCode', 'doseQuantity', 'administrationUnitCode'],
      ...['consumable', 'author', 'participant', 'entryRelationship'],
    ],
    patient: ['name', 'administrativeGenderCode', 'birthTime', 'languageCommunication'],
    patientRole: ['id', 'addr', 'telecom', 'patient'],
  }
  for (const [name, order] of Object.entries(orders)) {
    for (const found of findAll(readXml(document), name)) {
      const places = elements(found).map((child) => order.indexOf(child.name))
      t.notOk(places.includes(-1), `only known elements in ${name}`)
      t.strictSame(
        places,
        places.toSorted((a, b) => a - b),
        name,
      )
    }
  }
})

t.test('long charts and long notes', async (t) => {
  const long = 'x & <y>\r\n'.repeat(200_000)
  const results = Array.from({ length: 5_000 }, (_, id) => result({ name: 'Glucose', unit: 'mmol/L' }, { id }))
  const record = recordOf({ notes: [note({ note: long })], labs: [lab({ results })] })
  t.equal(record.encounters?.[0]?.description, long.replaceAll('\r\n', '\n'))
  t.equal(record.results?.length, 5_000)
})
