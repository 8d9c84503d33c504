import t from 'tap'
import { e2eDocument, marks, pito, type SectionName, section, sectionNames } from '../../fixtures/e2e/document.ts'
import * as entries from '../../fixtures/e2e/entries.ts'
import { imported, nobody, provider, warningsOf } from './importing.ts'

const empty = {
  allergies: entries.allergy(),
  conditions: entries.problem(),
  encounters: entries.encounter(),
  immunizations: entries.immunization(),
  medications: entries.drug(entries.din, entries.prescription(entries.started)),
  results: entries.labResult(),
  vital_signs: entries.vitalSign(),
} satisfies Record<SectionName, string>

const common = { codes: {}, mood_code: 'EVN' }
const stored = {
  allergies: {
    ...common,
    _type: 'Allergy',
    description: '',
    type: null,
    reaction: { text: '', value: null },
    severity: null,
  },
  conditions: { ...common, _type: 'Condition', description: '', time: null },
  encounters: {
    ...common,
    codes: { code: ['REASON'], codeSystem: ['ObservationType-CA-Pending'] },
    _type: 'Encounter',
    description: '',
    performer: provider(nobody),
  },
  immunizations: { ...common, _type: 'Immunization', description: '' },
  results: {
    ...common,
    _type: 'LabResult',
    interpretation: {},
    description: '',
    status_code: { value: '' },
    referenceRange: 'unspecified',
  },
  vital_signs: { ...common, _type: 'LabResult', interpretation: null, description: '' },
}

const counts = (sections: string) => {
  const record = imported(e2eDocument({ sections }))
  return Object.fromEntries(sectionNames.filter((name) => name in record).map((name) => [name, record[name]?.length]))
}

t.test('a section is found by its template and its code', async (t) => {
  for (const name of sectionNames) {
    const { template, code } = marks[name]
    t.strictSame(counts(section(marks[name], empty[name])), { [name]: 1 }, `${name}: both marks`)
    for (const [says, other] of [
      ['another code', { template, code: '99999-9' }],
      ['another template', { template: '99.1', code }],
      ['the template without entries', { template: template.replace(/\.1$/, ''), code }],
      ['a longer template', { template: `${template}.1`, code }],
      ['no marks', { template: '', code: '' }],
    ] as const) {
      t.strictSame(counts(section(other, empty[name])), {}, `${name}: ${says}`)
    }
  }
})

t.test('the least entry of each section is stored whole', async (t) => {
  for (const [name, expected] of Object.entries(stored) as [keyof typeof stored, object][]) {
    t.strictSame(imported(e2eDocument({ sections: section(marks[name], empty[name]) }))[name], [expected], name)
  }
})

t.test('a null flavour on the entry is not looked at', async (t) => {
  for (const [name, expected] of Object.entries(stored) as [keyof typeof stored, object][]) {
    const flavoured = empty[name].replaceAll(
      /<(entry|act|observation|encounter|substanceAdministration|organizer)\b/g,
      '<$1 nullFlavor="NI"',
    )
    t.strictSame(imported(e2eDocument({ sections: section(marks[name], flavoured) }))[name], [expected], name)
  }
})

t.test('every entry is an event whatever the document says', async (t) => {
  const sections = section(marks.conditions, empty.conditions.replace('<observation', '<observation moodCode="INT"'))
  t.equal(imported(e2eDocument({ sections })).conditions?.[0]?.mood_code, 'EVN')
})

t.test('a section without entries leaves no key', async (t) => {
  t.strictSame(counts(sectionNames.map((name) => section(marks[name])).join('')), {})
  t.strictSame(counts(sectionNames.map((name) => section(marks[name], '<entry/>')).join('')), {})
  t.strictSame(counts(''), {})
})

t.test('a document without a body has a record', async (t) => {
  const document = e2eDocument().replace(/<component>.*<\/component>/s, '')
  t.strictSame(imported(document), imported(e2eDocument()))
})

t.test('an entry of another kind is none', async (t) => {
  const wrong = '<entry><procedure/></entry>'
  t.strictSame(counts(sectionNames.map((name) => section(marks[name], wrong)).join('')), {})
  t.strictSame(counts(section(marks.allergies, empty.conditions)), {})
  t.strictSame(counts(section(marks.results, empty.conditions)), {})
  t.strictSame(counts(section(marks.vital_signs, empty.results)), {})
})

const named = (text: string) => entries.immunization(entries.vaccine(`<name>${text}</name>`))
const descriptions = (sections: string) =>
  imported(e2eDocument({ sections })).immunizations?.map((each) => each.description)

t.test('sections that repeat run together in document order', async (t) => {
  const sections = section(marks.immunizations, named('a'), named('b')) + section(marks.immunizations, named('c'))
  t.strictSame(descriptions(sections), ['a', 'b', 'c'])
})

t.test('sections are found nested in others', async (t) => {
  const inner = section(marks.immunizations, named('b'))
  const sections = section(marks.immunizations, named('a'), inner) + section(marks.immunizations, named('c'))
  t.strictSame(descriptions(sections), ['a', 'b', 'c'])
  t.strictSame(descriptions(section({ template: '99.1', code: 'OTHER' }, inner)), ['b'])
  t.strictSame(counts(section(marks.allergies, empty.allergies, inner)), { allergies: 1, immunizations: 1 })
})

t.test('sections are found anywhere in the document', async (t) => {
  const loose = section(marks.immunizations, named('a')).replaceAll(/<\/?component>/g, '')
  t.strictSame(descriptions(`<other>${loose}</other>`), ['a'])
})

t.test('one of several templates is enough', async (t) => {
  const other = '<templateId root="1.2.3"/>'
  const two = section(marks.immunizations, named('a')).replace('<templateId', `${other}<templateId`)
  t.strictSame(descriptions(two), ['a'])
  const three = two.replace('<code', `${other}<code`)
  t.strictSame(descriptions(three), ['a'])
})

t.test('a section of another namespace is none', async (t) => {
  t.strictSame(
    descriptions(section(marks.immunizations, named('a')).replace('<section', `<section xmlns="${pito}"`)),
    undefined,
  )
})

t.test('an entry has as many events as it holds', async (t) => {
  const two = '<entry><observation/><observation/></entry>'
  t.strictSame(counts(section(marks.conditions, two)), { conditions: 2 })
  const organizer =
    '<organizer><component><observation/></component><component><observation/><observation/></component></organizer>'
  t.strictSame(counts(section(marks.vital_signs, `<entry>${organizer}</entry>`)), { vital_signs: 3 })
  const battery = `<entryRelationship>${organizer}</entryRelationship>`
  t.strictSame(counts(section(marks.results, `<entry><observation>${battery}${battery}</observation></entry>`)), {
    results: 6,
  })
})

t.test('one mark without the other is worth a warning', async (t) => {
  const lonely = [
    { says: 'encounters under template 22.1', template: '22.1', code: '46240-8' },
    { says: 'dispensed drugs under template 19.1', template: '19.1', code: '19009-0' },
    { says: 'medications with a misspelt code', template: '19.1', code: '10160-6' },
  ]
  for (const { says, ...wrong } of lonely) {
    const document = e2eDocument({ sections: section(wrong, empty.encounters) })
    t.equal(warningsOf(document).length, 1, says)
    t.match(warningsOf(document)[0], /^[\w[\]. ]+: \S/, `${says}: the warning begins with a place`)
  }
})

t.test('complete sections are no reason to warn', async (t) => {
  t.strictSame(
    warningsOf(e2eDocument({ sections: sectionNames.map((name) => section(marks[name], empty[name])).join('') })),
    [],
  )
  t.strictSame(warningsOf(e2eDocument({ sections: section({ template: '13.1', code: '10157-6' }) })), [])
})
