import t from 'tap'
import { agent, allergy, observed, related } from '../../fixtures/e2e/entries.ts'
import { entriesOf, utc } from './importing.ts'

const bare = {
  codes: {},
  mood_code: 'EVN',
  _type: 'Allergy',
  description: '',
  type: null,
  reaction: { text: '', value: null },
  severity: null,
}

const snomed = 'codeSystem="2.16.840.1.113883.6.96" codeSystemName="SNOMED CT"'
const value = (code: string, display = 'A name') => `<value code="${code}" displayName="${display}" ${snomed}/>`
const coded = (code: string, displayName = 'A name') => ({
  code,
  displayName,
  codeSystem: '2.16.840.1.113883.6.96',
  codeSystemName: 'SNOMED CT',
})
const nothing = '<value nullFlavor="NI" displayName="No Information"/>'
const bee = `<code code="288328004" ${snomed} displayName="Bee"/>`
const about = (...observations: string[]) => agent('', observations.join(''))

const cases: { says: string; xml: string; attributes?: string; is: object }[] = [
  { says: 'an agent by code', xml: agent(bee), is: { codes: { 'SNOMED-CT': ['288328004'] }, description: 'Bee' } },
  {
    says: 'an agent by name',
    xml: agent(`${bee}<name>Bee <b>venom</b></name>`),
    is: { codes: { 'SNOMED-CT': ['288328004'] }, description: 'Bee venom' },
  },
  {
    says: 'the first name',
    xml: agent('<name>One</name><name>Two</name>') + agent('<name>Three</name>'),
    is: { description: 'One' },
  },
  {
    says: 'an empty name is a name',
    xml: agent('<code nullFlavor="NI" displayName="Bee"/><name/>'),
    is: { codes: { Unknown: ['NI'] } },
  },
  { says: 'a null-flavoured agent', xml: agent('<code nullFlavor="NI"/>'), is: { codes: { Unknown: ['NI'] } } },
  {
    says: 'several agents',
    xml: agent(bee) + agent('<code code="2" codeSystem="1.2"/>'),
    is: { codes: { 'SNOMED-CT': ['288328004'], Unknown: ['2'] }, description: 'Bee' },
  },
  {
    says: 'the dates of the act, not of the onset',
    xml: `<effectiveTime><low value="20100102"/></effectiveTime>${related('<observation><effectiveTime value="2001"/></observation>')}`,
    is: { start_time: utc('2010-01-02T00:00:00Z') },
  },
  { says: 'a refuted allergy', xml: '', attributes: 'negationInd="true"', is: { negationInd: true } },
  {
    says: 'an allergy that is expressly not refuted',
    xml: '',
    attributes: 'negationInd="false"',
    is: { negationInd: false },
  },
  { says: 'the status of the act is not imported', xml: '<statusCode code="active"/>', is: {} },
  {
    says: 'a clinical status',
    xml: about(observed('CLINSTAT', value('410605003'))),
    is: { status_code: { 'SNOMED-CT': ['410605003'] } },
  },
  {
    says: 'a status of an unknown system',
    xml: about(observed('CLINSTAT', '<value code="C" codeSystem="1.2"/>')),
    is: { status_code: { Unknown: ['C'] } },
  },
  {
    says: 'a status of the PITO system',
    xml: about(observed('CLINSTAT', '<value code="C" codeSystem="2.16.840.1.113883.3.1818.10.2.8.2"/>')),
    is: { status_code: { 'PITO AllergyClinicalStatus': ['C'] } },
  },
  { says: 'no status for a null flavour', xml: about(observed('CLINSTAT', nothing)), is: {} },
  {
    says: 'the first of two statuses',
    xml: about(observed('CLINSTAT', value('1')), observed('CLINSTAT', value('2'))),
    is: { status_code: { 'SNOMED-CT': ['1'] } },
  },
  {
    says: 'a reaction in words',
    xml: about(observed('REACTOBS', `<text>wh<b>ea</b>ls</text>${nothing}`)),
    is: { reaction: { text: 'wheals', value: null } },
  },
  {
    says: 'a reaction by code',
    xml: about(observed('REACTOBS', value('21522001'))),
    is: { reaction: { text: '', value: coded('21522001') } },
  },
  {
    says: 'two reactions: texts joined, the first code',
    xml: about(
      observed('REACTOBS', `<text>a</text>${value('1')}`),
      observed('REACTOBS', `<text>b</text>${value('2')}`),
    ),
    is: { reaction: { text: 'a\nb', value: coded('1') } },
  },
  {
    says: 'the same reaction twice',
    xml: about(observed('REACTOBS', '<text>a</text>'), observed('REACTOBS', '<text>a</text>')),
    is: { reaction: { text: 'a', value: null } },
  },
  { says: 'a severity', xml: about(observed('SEV', value('A4', 'Severe'))), is: { severity: coded('A4', 'Severe') } },
  {
    says: 'a severity without a system',
    xml: about(observed('SEV', '<value code="A4"/>')),
    is: { severity: { code: 'A4', displayName: '', codeSystem: '', codeSystemName: '' } },
  },
  {
    says: 'the first severity with a code',
    xml: about(observed('SEV', nothing), observed('SEV', value('A2')), observed('SEV', value('A3'))),
    is: { severity: coded('A2') },
  },
  { says: 'no severity for a null flavour', xml: about(observed('SEV', nothing)), is: {} },
  {
    says: 'the severity of a reaction is not the allergy’s',
    xml: about(observed('REACTOBS', observed('SEV', value('A2')))),
    is: {},
  },
  {
    says: 'what is observed one level too high does not count',
    xml: observed('SEV', value('A2')) + observed('CLINSTAT', value('1')),
    is: {},
  },
  {
    says: 'other observations are not imported',
    xml: about(observed('COMMENT', '<text>x</text>'), observed('LIFEOBS', value('1')), observed('ALLGRP', nothing)),
    is: {},
  },
]

t.test('an allergy', async (t) => {
  for (const { says, xml, attributes = '', is } of cases) {
    t.strictSame(entriesOf('allergies', allergy(xml, attributes)), [{ ...bare, ...is }], says)
  }
})

const kind = `<code code="EALG" displayName="Environmental" ${snomed}/>`
const types = [
  { says: 'raw attributes', xml: agent('', '', kind), is: coded('EALG', 'Environmental') },
  {
    says: 'missing attributes are empty',
    xml: agent('', '', '<code code="FALG"/>'),
    is: { code: 'FALG', displayName: '', codeSystem: '', codeSystemName: '' },
  },
  { says: 'nothing for a null flavour', xml: agent('', '', '<code nullFlavor="UNK"/>'), is: null },
  {
    says: 'the first that has a code',
    xml: agent('', '', '<code nullFlavor="UNK"/>') + agent('', '', kind) + agent('', '', '<code code="NO"/>'),
    is: coded('EALG', 'Environmental'),
  },
  {
    says: 'only an observation with a participant has a type',
    xml: related(`<observation>${kind}</observation>`),
    is: null,
  },
]

t.test('the type of an allergy', async (t) => {
  for (const { says, xml, is } of types) t.strictSame(entriesOf('allergies', allergy(xml))?.[0]?.type, is, says)
})

t.test('the whole example of the specification', async (t) => {
  const status = '<value code="410605003" codeSystem="2.16.840.1.113883.6.96"/>'
  const type =
    '<code code="EALG" displayName="Environmental" codeSystem="2.16.840.1.113883.5.4" codeSystemName="HL7 ActCode"/>'
  const observations = observed('CLINSTAT', status) + observed('REACTOBS', `<text>wheals</text>${nothing}`)
  const xml = `<effectiveTime><low value="20100102"/></effectiveTime>${agent(`${bee}<name>Bee venom</name>`, observations, type)}`
  t.strictSame(entriesOf('allergies', allergy(xml)), [
    {
      codes: { 'SNOMED-CT': ['288328004'] },
      mood_code: 'EVN',
      _type: 'Allergy',
      start_time: 1262390400,
      description: 'Bee venom',
      status_code: { 'SNOMED-CT': ['410605003'] },
      type: {
        code: 'EALG',
        displayName: 'Environmental',
        codeSystem: '2.16.840.1.113883.5.4',
        codeSystemName: 'HL7 ActCode',
      },
      reaction: { text: 'wheals', value: null },
      severity: null,
    },
  ])
})
