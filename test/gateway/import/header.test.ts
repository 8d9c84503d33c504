import t from 'tap'
import { cda, type DocumentParts, e2eDocument } from '../../fixtures/e2e/document.ts'
import { H, imported, nobody, refusalOf, utc } from './importing.ts'

const born = utc('1971-02-03T00:00:00Z')

t.test('a whole header', async (t) => {
  t.strictSame(imported(e2eDocument()), {
    _id: '4711',
    emr_demographics_primary_key: '4711',
    primary_care_provider_id: '98765',
    effective_time: utc('2024-05-06T14:14:49Z'),
    first: H('Eve'),
    last: H('Testpatient'),
    birthdate: born,
    gender: 'F',
    medical_record_number: H('9000000001'),
    languages: ['EN'],
    hash_id: H(`9000000001EveTestpatient${born}F`),
  })
})

const bare: Partial<DocumentParts> = {
  effectiveTime: '',
  patientIds: '',
  patientName: '',
  gender: '',
  birthTime: '',
  languages: '',
  authors: '',
}

const without = {
  emr_demographics_primary_key: null,
  primary_care_provider_id: null,
  effective_time: null,
  first: null,
  last: null,
  birthdate: null,
  gender: null,
  medical_record_number: null,
}

t.test('missing parts are null, and only the languages are absent', async (t) => {
  t.strictSame(imported(e2eDocument(bare)), {
    ...without,
    _id: '4711',
    emr_demographics_primary_key: '4711',
    hash_id: nobody,
  })
})

t.test('null flavours are missing parts', async (t) => {
  const document = e2eDocument({
    effectiveTime: '<effectiveTime nullFlavor="UNK"/>',
    patientIds: '<id nullFlavor="UNK"/>',
    patientName: '<name nullFlavor="UNK"/>',
    gender: '<administrativeGenderCode nullFlavor="UNK"/>',
    birthTime: '<birthTime nullFlavor="UNK"/>',
    languages: '<languageCommunication><languageCode nullFlavor="UNK"/></languageCommunication>',
    authors:
      '<author nullFlavor="UNK"><time nullFlavor="UNK"/><assignedAuthor><id nullFlavor="UNK"/></assignedAuthor></author>',
  })
  t.strictSame(imported(document), {
    ...without,
    _id: '4711',
    emr_demographics_primary_key: '4711',
    hash_id: nobody,
  })
})

t.test('a patient role without a patient is enough beside a document key', async (t) => {
  const document = e2eDocument().replace(/<patient>.*<\/patient>/s, '')
  t.match(imported(document), { _id: '4711', first: null, last: null, birthdate: null, gender: null })
})

const people = [
  { says: 'an id by the document key', id: '<id extension="7"/>', _id: '7', key: '7' },
  {
    says: 'the first id that has a value',
    id: '<id nullFlavor="NI"/><id extension="7"/><id extension="8"/>',
    _id: '7',
    key: '7',
  },
  { says: 'an empty extension is none', id: '<id extension=""/><id root="1.2" extension="8"/>', _id: '8', key: '8' },
  {
    says: '24 hexadecimal digits stay a string',
    id: '<id extension="0123456789abcdef01234567"/>',
    _id: '0123456789abcdef01234567',
    key: '0123456789abcdef01234567',
  },
  {
    says: 'hash_id when the id has only a root',
    id: '<id root="1.2"/>',
    _id: H(`9000000001EveTestpatient${born}F`),
    key: null,
  },
  {
    says: 'hash_id when the extension is empty',
    id: '<id extension=""/>',
    _id: H(`9000000001EveTestpatient${born}F`),
    key: null,
  },
  { says: 'hash_id when there is no id', id: '', _id: H(`9000000001EveTestpatient${born}F`), key: null },
]

t.test('the record key', async (t) => {
  for (const { says, id, _id, key } of people) {
    const record = imported(e2eDocument({ id }))
    t.equal(record._id, _id, says)
    t.equal(record.emr_demographics_primary_key, key, says)
  }
})

const author = (ids: string) => `<author><time/><assignedAuthor>${ids}</assignedAuthor></author>`
const fields: { says: string; parts: Partial<DocumentParts>; is: object }[] = [
  {
    says: 'the same author twice',
    parts: { authors: author('<id extension="1"/>').repeat(2) },
    is: { primary_care_provider_id: '1' },
  },
  {
    says: 'the first author id with a value',
    parts: { authors: author('<id nullFlavor="NI"/><id extension=""/><id extension="2"/><id extension="3"/>') },
    is: { primary_care_provider_id: '2' },
  },
  {
    says: 'a later author if the first has no id',
    parts: { authors: author('<id root="1.2"/>') + author('<id extension="4"/>') },
    is: { primary_care_provider_id: '4' },
  },
  {
    says: 'an author without an assigned one',
    parts: { authors: '<author/>' },
    is: { primary_care_provider_id: null },
  },
  {
    says: 'the first given name only',
    parts: {
      patientName:
        '<name><prefix>Dr.</prefix><given>Eve</given><given>Maria</given><family>Test</family><suffix>X</suffix></name>',
    },
    is: { first: H('Eve'), last: H('Test') },
  },
  {
    says: 'the full text of a name',
    parts: { patientName: '<name><given>E<b>v</b>e</given><family>T&amp;<![CDATA[<T>]]></family></name>' },
    is: { first: H('Eve'), last: H('T&<T>') },
  },
  {
    says: 'a name with its blanks',
    parts: { patientName: '<name><given> Eve </given><family>Test\npatient</family></name>' },
    is: { first: H(' Eve '), last: H('Test\npatient') },
  },
  {
    says: 'empty names are null',
    parts: { patientName: '<name><given/><family></family></name>' },
    is: { first: null, last: null },
  },
  {
    says: 'the health number is the first id with a value',
    parts: {
      patientIds:
        '<id nullFlavor="NI"/><id extension=""/><id root="1.2" extension="9000000002"/><id extension="9000000003"/>',
    },
    is: { medical_record_number: H('9000000002') },
  },
  {
    says: 'an undifferentiated gender',
    parts: { gender: '<administrativeGenderCode code="UN"/>' },
    is: { gender: 'UN' },
  },
  {
    says: 'languages in document order',
    parts: {
      languages: ['FR', 'EN', 'ZH']
        .map((code) => `<languageCommunication><languageCode code="${code}"/></languageCommunication>`)
        .join(''),
    },
    is: { languages: ['FR', 'EN', 'ZH'] },
  },
  {
    says: 'a birth date in clear, negative before 1970',
    parts: { birthTime: '<birthTime value="19400925"/>' },
    is: { birthdate: -923616000 },
  },
]

t.test('header fields', async (t) => {
  for (const { says, parts, is } of fields) t.match(imported(e2eDocument(parts)), is, says)
})

t.test('only the elements at their own place count', async (t) => {
  const elsewhere =
    '<other><id extension="no"/><recordTarget><patientRole><id extension="no"/></patientRole></recordTarget></other>'
  const record = imported(e2eDocument({ realm: `<realmCode code="CA"/>${elsewhere}` }))
  t.strictSame(record, imported(e2eDocument()))
})

const name = '<name><given>Eve</given><family>Testpatient</family></name>'
const identified = [
  { says: 'a document key', parts: {}, accepted: true },
  { says: 'a health number', parts: { id: '', patientIds: '<id extension="9000000001"/>' }, accepted: true },
  {
    says: 'names and birth date',
    parts: { id: '', patientName: name, birthTime: '<birthTime value="1970"/>' },
    accepted: true,
  },
  { says: 'nothing', parts: { id: '' }, accepted: false },
  { says: 'names alone', parts: { id: '', patientName: name }, accepted: false },
  {
    says: 'names and an unreadable birth date',
    parts: { id: '', patientName: name, birthTime: '<birthTime value="x"/>' },
    accepted: false,
  },
  {
    says: 'a last name and birth date',
    parts: { id: '', patientName: '<name><family>T</family></name>', birthTime: '<birthTime value="1970"/>' },
    accepted: false,
  },
  {
    says: 'a first name and birth date',
    parts: { id: '', patientName: '<name><given>T</given></name>', birthTime: '<birthTime value="1970"/>' },
    accepted: false,
  },
  { says: 'an empty document key', parts: { id: '<id extension=""/>' }, accepted: false },
]

t.test('a patient is told by', async (t) => {
  for (const { says, parts, accepted } of identified) {
    const document = e2eDocument({ ...bare, ...parts })
    if (accepted) t.type(imported(document)._id, 'string', says)
    else t.equal(refusalOf(document).kind, 'unidentified', `${says}: not enough`)
  }
})

t.test('nobody is told without a patient role', async (t) => {
  t.equal(refusalOf(e2eDocument().replace(/<recordTarget>.*<\/recordTarget>/s, '')).kind, 'unidentified')
})

t.test('the realm tells E2E', async (t) => {
  for (const code of ['CA', 'CA-BC'])
    t.equal(imported(e2eDocument({ realm: `<realmCode code="${code}"/>` }))._id, '4711')
  for (const realm of [
    '',
    '<realmCode/>',
    '<realmCode code=""/>',
    '<realmCode code="US"/>',
    '<realmCode code="ca"/>',
    '<realmCode nullFlavor="NI"/>',
  ]) {
    t.equal(refusalOf(e2eDocument({ realm })).kind, 'not E2E', realm)
  }
})

t.test('another root or namespace is an unknown format', async (t) => {
  const roots = [
    e2eDocument({ name: 'ContinuityOfCareRecord' }),
    e2eDocument({ name: 'clinicaldocument' }),
    e2eDocument({ name: 'e2e:ClinicalDocument' }),
    e2eDocument({ namespaces: 'xmlns="urn:astm-org:CCR"' }),
    e2eDocument({ namespaces: `xmlns:x="${cda}"` }),
    '<html><body>502 Bad Gateway</body></html>',
  ]
  for (const root of roots) t.match(refusalOf(root), { kind: 'unknown format', message: /Unknown XML Format/ })
})
