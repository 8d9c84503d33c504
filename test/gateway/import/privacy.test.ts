import { inspect } from 'node:util'
import t from 'tap'
import { e2eDocument, marks, section, sectionNames } from '../../fixtures/e2e/document.ts'
import * as entries from '../../fixtures/e2e/entries.ts'
import { imported, refusalOf, warningsOf } from './importing.ts'

/** Stands for whatever is nobody's business; the same letters in any case are a leak. */
const mark = 'Xq7mark'
const system = `codeSystem="${mark}" codeSystemName="${mark}" displayName="${mark}"`
const value = `<value xsi:type="${mark}" code="${mark}" ${system} value="${mark}" unit="${mark}">${mark}</value>`
const told = `<code code="${mark}" ${system}/><text>${mark}</text><statusCode code="${mark}"/><effectiveTime value="${mark}"><low value="${mark}"/></effectiveTime>${value}`

const marked = [
  entries.allergy(
    told + entries.agent(`<code code="${mark}" ${system}/><name>${mark}</name>`, entries.observed('SEV', value)),
  ),
  entries.problem(told + entries.observed('ICD9CODE', value)),
  entries.encounter(told + entries.reason(told) + entries.performer(`<name>${mark}</name>`)),
  entries.immunization(
    told + entries.vaccine(`<code code="${mark}" ${system}/><name>${mark}</name>`),
    `negationInd="${mark}"`,
  ),
  entries.drug(`<code code="${mark}" ${system}/><name>${mark}</name>`, entries.prescription(told)),
  entries.labResult(told),
  entries.vitalSign(told),
]
const sections = sectionNames.map((name, index) => section(marks[name], marked[index] ?? '')).join('')
const wrong = marked
  .map((entry, index) => section({ template: '22.1', code: marks[sectionNames[index] ?? 'results'].code }, entry))
  .join('')

const parts = {
  id: `<id root="${mark}" extension="${mark}"/>`,
  effectiveTime: `<effectiveTime value="${mark}"/>`,
  patientIds: `<id root="${mark}" extension="${mark}"/>`,
  patientName: `<name><given>${mark}</given><family>${mark}</family></name>`,
  gender: `<administrativeGenderCode code="${mark}"/>`,
  birthTime: `<birthTime value="${mark}"/>`,
  languages: `<languageCommunication><languageCode code="${mark}"/></languageCommunication>`,
  authors: `<author><assignedAuthor><id extension="${mark}"/></assignedAuthor></author>`,
  sections: sections + wrong,
}
const whole = e2eDocument(parts)
const within = (xml: string) => whole.replace('</structuredBody>', `${xml}</structuredBody>`)
const declared = (declaration: string) => e2eDocument({ ...parts, declaration })

const refused: { says: string; document: string | Buffer; options?: Parameters<typeof refusalOf>[1] }[] = [
  { says: 'plain text', document: mark },
  { says: 'JSON', document: `{"name": "${mark}"}` },
  { says: 'an unknown encoding', document: declared(`<?xml version="1.0" encoding="${mark}"?>`) },
  { says: 'an invalid byte', document: Buffer.concat([Buffer.from(within(mark)), Buffer.from([0xff])]) },
  { says: 'a byte order mark at odds', document: Buffer.from(`\ufeff${whole}`, 'utf16le') },
  { says: 'a strange declaration', document: declared(`<?xml version="${mark}"?>`) },
  { says: 'a DOCTYPE', document: declared(`<!DOCTYPE ${mark} SYSTEM "${mark}">`) },
  { says: 'an entity', document: declared(`<!DOCTYPE x [<!ENTITY ${mark} "${mark}">]>`) },
  { says: 'an unclosed element', document: within(`<${mark}>`) },
  { says: 'an end tag too many', document: within(`</${mark}>`) },
  { says: 'an end tag of another element', document: within(`<a>${mark}</${mark}>`) },
  { says: 'text after the root', document: whole + mark },
  { says: 'an element after the root', document: `${whole}<${mark}/>` },
  { says: 'the same attribute twice', document: within(`<a ${mark}="${mark}" ${mark}="${mark}"/>`) },
  { says: 'an attribute without quotes', document: within(`<a b=${mark}/>`) },
  { says: 'an attribute without value', document: within(`<a ${mark}/>`) },
  { says: 'an undeclared prefix', document: within(`<${mark}:a/>`) },
  { says: 'an undeclared prefix of an attribute', document: within(`<a ${mark}:b="${mark}"/>`) },
  { says: 'a prefix bound to nothing', document: within(`<a xmlns:${mark}=""/>`) },
  { says: 'less-than in text', document: within(`<text>a <${mark} b</text>`) },
  { says: 'less-than in an attribute', document: within(`<a b="${mark}<${mark}"/>`) },
  { says: 'a forbidden character', document: within(`${mark}\0${mark}`) },
  { says: 'a forbidden reference', document: within(`${mark}&#0;${mark}`) },
  { says: 'an undefined entity beside other trouble', document: within(`&${mark}; <${mark}`) },
  { says: 'a processing instruction without end', document: within(`<?${mark}`) },
  { says: 'a comment without end', document: within(`<!-- ${mark}`) },
  { says: 'CDATA without end', document: within(`<![CDATA[${mark}`) },
  { says: 'a wrong markup declaration', document: within(`<!${mark}>`) },
  { says: 'too many levels', document: within(`<${mark}>`.repeat(300)) },
  { says: 'too many bytes', document: whole, options: { limits: { size: 100 } } },
  { says: 'too many elements', document: whole, options: { limits: { elements: 10 } } },
  {
    says: 'too many attributes',
    document: within(`<a ${mark}="1" b="2" c="3" d="4" e="5" f="6" g="7"/>`),
    options: { limits: { attributes: 6 } },
  },
  {
    says: 'too long an attribute',
    document: within(`<a ${mark}="${mark.repeat(50)}"/>`),
    options: { limits: { attributeLength: 200 } },
  },
  {
    says: 'too long a text',
    document: within(`<${mark}>${mark.repeat(50)}</${mark}>`),
    options: { limits: { textLength: 200 } },
  },
  { says: 'another root', document: e2eDocument({ ...parts, name: mark }) },
  {
    says: 'another namespace',
    document: e2eDocument({ ...parts, namespaces: `xmlns="urn:${mark}" xmlns:xsi="urn:${mark}"` }),
  },
  { says: 'another realm', document: e2eDocument({ ...parts, realm: `<realmCode code="${mark}"/>` }) },
  { says: 'nobody to identify', document: e2eDocument({ ...parts, id: '', patientIds: '' }) },
]

const leaks = (text: string) => text.toLowerCase().includes(mark.toLowerCase())

t.test('a refusal says nothing of what the document says', async (t) => {
  for (const { says, document, options } of refused) {
    t.test(says, async (t) => {
      const error = refusalOf(document, options)
      t.notOk(leaks(`${error.message}\n${error.advice}\n${error}`), error.message)
      t.notOk(leaks(inspect(error, { depth: 10, showHidden: true })), 'neither do its other fields')
      t.notOk(leaks(JSON.stringify(error)), 'nor does its JSON')
    })
  }
})

t.test('every way to be refused was tried', async (t) => {
  const kinds = new Set(refused.map(({ document, options }) => refusalOf(document, options).kind))
  t.strictSame([...kinds].sort(), ['encoding', 'limit', 'malformed', 'not E2E', 'unidentified', 'unknown format'])
})

t.test('a warning says nothing of what the document says', async (t) => {
  const dropped = section(
    marks.medications,
    entries.drug(`<name>${mark}</name>`),
    entries.drug(`<code code="${mark}"/>`),
  )
  const warnings = warningsOf(within(`${dropped} ${mark} & ${mark} &${mark};`))
  t.ok(warnings.length >= 3, 'there is something to warn about')
  for (const warning of warnings) {
    t.notOk(leaks(warning), warning)
    t.match(warning, /^[a-z_]+(\[\d+\])?[\w.[\]]*: \S/, 'the warning begins with a place')
  }
})

t.test('names and numbers stand in the record only as pseudonyms', async (t) => {
  const { emr_demographics_primary_key, primary_care_provider_id, languages, gender, _id, ...rest } = imported(
    e2eDocument(parts),
  )
  const { first, last, medical_record_number, hash_id } = rest
  for (const field of [first, last, medical_record_number, hash_id]) t.match(field, /^[A-Za-z0-9+/]{38}==$/)
  t.notOk(leaks(JSON.stringify(rest.encounters?.[0]?.performer)), 'nor do a provider’s')
})
