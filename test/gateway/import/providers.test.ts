import t from 'tap'
import { author, din, drug, encounter, performer, prescription, problem, started } from '../../fixtures/e2e/entries.ts'
import { entriesOf, H, nobody, provider, utc } from './importing.ts'

const performerOf = (inner: string) => entriesOf('encounters', encounter(inner))?.[0]?.performer
const prescriberOf = (inner: string) =>
  entriesOf('medications', drug(din, prescription(started, inner)))?.[0]?.orderInformation[0]?.performer
const treatingOf = (inner: string) => entriesOf('conditions', problem(inner))?.[0]?.treating_provider

const named = '<name><prefix>Dr.</prefix><given>Eve</given><family>Healer</family></name>'
const names = [
  { says: 'title, given and family', name: named, text: 'Dr.EveHealer', untitled: 'EveHealer' },
  {
    says: 'given names run together',
    name: '<name><given>Eve</given><given>E.</given><family>H</family></name>',
    text: 'EveE.H',
  },
  { says: 'families run together', name: '<name><family>A</family><family>B</family></name>', text: 'AB' },
  {
    says: 'prefixes run together',
    name: '<name><prefix>A</prefix><prefix>B</prefix><family>C</family></name>',
    text: 'ABC',
    untitled: 'C',
  },
  {
    says: 'title first, whatever the order in the document',
    name: '<name><family>C</family><given>B</given><prefix>A</prefix></name>',
    text: 'ABC',
    untitled: 'BC',
  },
  { says: 'a plain name is the family', name: '<name>Dr. W. Plain</name>', text: 'Dr. W. Plain' },
  { says: 'an empty family is still a family', name: '<name><given>Eve</given><family/></name>', text: 'Eve' },
  { says: 'without a family the full text serves as family', name: '<name><given>Eve</given></name>', text: 'EveEve' },
  { says: 'a null-flavoured name is nobody', name: '<name nullFlavor="UNK"/>', text: '' },
  { says: 'no name is nobody', name: '', text: '' },
  { says: 'letters beyond ASCII stay as they are', name: '<name><family>Müßé</family></name>', text: 'Müßé' },
]

t.test('the name of a provider', async (t) => {
  for (const { says, name, text, untitled = text } of names) {
    t.strictSame(performerOf(performer(name)), provider(H(text)), `encounter: ${says}`)
    t.strictSame(prescriberOf(author({ name })), provider(H(untitled)), `prescription: ${says}`)
    t.strictSame(treatingOf(author({ name })), [provider(H(text))], `problem: ${says}`)
  }
})

const identified = [
  { says: 'the id follows the name', ids: '<id extension="77"/>', text: 'Dr.EveHealer77', untitled: 'EveHealer77' },
  {
    says: 'the first id with a value',
    ids: '<id nullFlavor="NI"/><id extension=""/><id extension="78"/><id extension="79"/>',
    text: 'Dr.EveHealer78',
    untitled: 'EveHealer78',
  },
  { says: 'an id with only a root', ids: '<id root="1.2.3"/>', text: 'Dr.EveHealer', untitled: 'EveHealer' },
]

t.test('the id of a provider', async (t) => {
  for (const { says, ids, text, untitled } of identified) {
    t.equal(performerOf(performer(named, ids))?.npi, H(text), `encounter: ${says}`)
    t.equal(prescriberOf(author({ name: named, ids }))?.npi, H(untitled), `prescription: ${says}`)
    t.equal(treatingOf(author({ name: named, ids }))?.[0]?.npi, H(text), `problem: ${says}`)
  }
})

t.test('the specialty stands between family and id, and a prescription has none', async (t) => {
  const code = '<code code="207Q"/>'
  const ids = '<id extension="77"/>'
  t.equal(performerOf(performer(named, ids + code))?.npi, H('Dr.EveHealer207Q77'))
  t.equal(prescriberOf(author({ name: named, ids, code }))?.npi, H('EveHealer77'))
  t.equal(treatingOf(author({ name: named, ids, code }))?.[0]?.npi, H('Dr.EveHealer207Q77'))
})

const entity = (inner: string) =>
  `<participant typeCode="PRF"><participantRole>${inner}</participantRole></participant>`
const performers = [
  { says: 'nobody', xml: '', hash: nobody },
  { says: 'a null-flavoured participant', xml: '<participant typeCode="PRF" nullFlavor="NI"/>', hash: nobody },
  {
    says: 'only the first performer',
    xml: performer('<name>One</name>') + performer('<name>Two</name>'),
    hash: H('One'),
  },
  {
    says: 'not another participant',
    xml: performer('<name>No</name>').replace('PRF', 'LOC') + performer('<name>Yes</name>'),
    hash: H('Yes'),
  },
  {
    says: 'only a person has a name',
    xml: entity('<id extension="5"/><playingEntity><name>Ward</name></playingEntity>'),
    hash: H('5'),
  },
  {
    says: 'nor has a device',
    xml: entity('<playingEntity classCode="DEV"><name>Ward</name></playingEntity>'),
    hash: nobody,
  },
]

t.test('the performer of an encounter', async (t) => {
  for (const { says, xml, hash } of performers) t.strictSame(performerOf(xml), provider(hash), says)
})

const day = (digits: string) => utc(`${digits}T00:00:00Z`)

t.test('the dates of an encounter are the performer’s', async (t) => {
  const during = (inner: string) => performerOf(`<effectiveTime>${inner}</effectiveTime>`)
  t.match(during('<low value="20200101"/><high value="20200102"/>'), {
    start: day('2020-01-01'),
    end: day('2020-01-02'),
  })
  t.match(during('<low value="20200101"/>'), { start: day('2020-01-01'), end: null })
  t.match(during('<low nullFlavor="NI"/>'), { start: null, end: null })
  t.match(performerOf('<effectiveTime value="20200101"/>'), { start: null, end: null })
})

t.test('an author’s time starts a prescription and a problem', async (t) => {
  const times = [
    { time: '<time value="20200101"/>', start: day('2020-01-01') },
    { time: '<time value="2020"/>', start: day('2020-01-01') },
    { time: '<time nullFlavor="UNK"/>', start: null },
    { time: '<time value="x"/>', start: null },
    { time: '', start: null },
  ]
  for (const { time, start } of times) {
    t.strictSame(prescriberOf(author({ time })), provider(nobody, start), `prescription ${time}`)
    t.strictSame(treatingOf(author({ time })), [provider(nobody, start)], `problem ${time}`)
  }
})

t.test('a provider keeps the dates of each entry', async (t) => {
  const on = (day: string) => encounter(`<effectiveTime><low value="${day}"/></effectiveTime>${performer(named)}`)
  const encounters = entriesOf('encounters', on('20200101'), on('20210101'))
  const [first, second] = encounters?.map((each) => each.performer) ?? []
  t.strictSame([first?.start, second?.start], [day('2020-01-01'), day('2021-01-01')])
  t.equal(first?.npi, second?.npi)
})

t.test('a problem has one provider an author', async (t) => {
  const by = (name: string, value: string) => author({ time: `<time value="${value}"/>`, name: `<name>${name}</name>` })
  const authors = `${by('One', '2001')}<author><time value="2002"/></author>${by('Two', '2003')}`
  t.strictSame(treatingOf(authors), [provider(H('One'), day('2001-01-01')), provider(H('Two'), day('2003-01-01'))])
  t.strictSame(treatingOf('<author><time value="2002"/></author>'), undefined)
})
