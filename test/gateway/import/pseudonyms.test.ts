import { createHmac } from 'node:crypto'
import t from 'tap'
import { hmacPseudonyms, sha224Pseudonyms } from '../../../gateway/import/pseudonym.ts'
import { e2eDocument } from '../../fixtures/e2e/document.ts'
import { H, imported, nobody } from './importing.ts'

t.test('nothing has the hash that stands for an unknown provider', async (t) => t.equal(sha224Pseudonyms(''), nobody))

t.test('only the letters a to z are turned into capitals', async (t) => {
  t.equal(sha224Pseudonyms('eve'), sha224Pseudonyms('EVE'))
  t.equal(sha224Pseudonyms('Zoé'), sha224Pseudonyms('ZOé'))
  for (const [one, other] of [
    ['Zoé', 'ZOÉ'],
    ['weiß', 'WEISS'],
    ['straße', 'STRASSE'],
    ['ﬁ', 'FI'],
    ['ı', 'I'],
    ['ā', 'Ā'],
  ] as const) {
    t.not(sha224Pseudonyms(one), sha224Pseudonyms(other), `${one} is not ${other}`)
  }
})

t.test('nothing is trimmed or normalised', async (t) => {
  t.not(sha224Pseudonyms(' eve'), sha224Pseudonyms('eve'))
  t.not(sha224Pseudonyms('eve\n'), sha224Pseudonyms('eve'))
  t.not(sha224Pseudonyms('e\u0301'), sha224Pseudonyms('\u00e9'))
})

t.test('a hash is 40 characters of Base64, whatever the length of the text', async (t) => {
  for (const text of ['', 'a', 'Zoë', '😀', 'x'.repeat(100_000)]) {
    t.match(sha224Pseudonyms(text), /^[A-Za-z0-9+/]{38}==$/)
    t.equal(sha224Pseudonyms(text), H(text))
  }
})

const birth = (value: string) => `<birthTime value="${value}"/>`
const compositions = [
  { says: 'everything', parts: {}, text: '9000000001EveTestpatient34387200F' },
  {
    says: 'a birth date before 1970',
    parts: { birthTime: birth('19400925') },
    text: '9000000001EveTestpatient-923616000F',
  },
  { says: 'a birth date of zero', parts: { birthTime: birth('19700101') }, text: '9000000001EveTestpatient0F' },
  { says: 'no birth date', parts: { birthTime: '' }, text: '9000000001EveTestpatientF' },
  { says: 'an unreadable birth date', parts: { birthTime: birth('x') }, text: '9000000001EveTestpatientF' },
  { says: 'no health number', parts: { patientIds: '' }, text: 'EveTestpatient34387200F' },
  { says: 'no names', parts: { patientName: '' }, text: '900000000134387200F' },
  { says: 'no gender', parts: { gender: '' }, text: '9000000001EveTestpatient34387200' },
  {
    says: 'only the first given name',
    parts: { patientName: '<name><given>Zoé</given><given>M</given></name>' },
    text: '9000000001Zoé34387200F',
  },
]

t.test('hash_id runs the clear texts together', async (t) => {
  for (const { says, parts, text } of compositions) t.equal(imported(e2eDocument(parts)).hash_id, H(text), says)
})

t.test('the keyed mode', async (t) => {
  const key = Buffer.from('an invented key of 32 bytes ok??')
  const keyed = hmacPseudonyms(key)
  const expected = (text: string) => createHmac('sha256', key).update(text, 'utf8').digest('base64')

  t.test('is HMAC-SHA-256 of the same inputs', async (t) => {
    t.equal(keyed('eve'), expected('EVE'))
    t.equal(keyed('Zoé'), expected('ZOé'))
    t.equal(keyed(''), expected(''))
    t.equal(keyed('x').length, 44)
  })

  t.test('depends on the key', async (t) => {
    t.not(keyed('eve'), hmacPseudonyms(Buffer.from('another invented key of 32 bytes'))('eve'))
    t.equal(keyed('eve'), hmacPseudonyms(Buffer.from(key))('eve'))
  })

  t.test('replaces the hash wherever it stands', async (t) => {
    const encounter = '<entry><encounter/></entry>'
    const template = '<templateId root="2.16.840.1.113883.3.1818.10.2.12.1"/><code code="46240-8"/>'
    const sections = `<component><section>${template}${encounter}</section></component>`
    const record = imported(e2eDocument({ id: '', sections }), { pseudonym: keyed })
    const hash_id = expected('9000000001EVETESTPATIENT34387200F')
    t.match(record, {
      _id: hash_id,
      hash_id,
      first: expected('EVE'),
      last: expected('TESTPATIENT'),
      medical_record_number: expected('9000000001'),
      primary_care_provider_id: '98765',
    })
    t.equal(record.encounters?.[0]?.performer.npi, expected(''))
    t.equal(record.encounters?.[0]?.performer.family_name, expected(''))
  })

  t.test('leaves a missing part null', async (t) => {
    t.equal(imported(e2eDocument({ patientName: '<name><given/></name>' }), { pseudonym: keyed }).first, null)
  })
})
