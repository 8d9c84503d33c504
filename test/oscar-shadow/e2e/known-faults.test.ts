import t from 'tap'
import type { Chart } from '../../../oscar-shadow/chart.ts'
import { allergy, demographic, drug, lab, measurement, note, prevention, problem, result } from './charts.ts'
import { written } from './writing.ts'

/* The faults of the original exporter (`e2e-export.md` section 7), a line each: what stands in our document, what not. */

type Fault = { says: string; parts: Partial<Chart>; stands?: RegExp[]; missing?: RegExp[] }
const zero = '0000-00-00 00:00:00'
const measured = (columns: Parameters<typeof measurement>[0]) => ({ measurements: [measurement(columns)] })
const reported = (ext: Parameters<typeof result>[0], columns: Parameters<typeof lab>[0] = {}) => ({
  labs: [lab({ ...columns, results: [result(ext)] })],
})

const faults: Fault[] = [
  {
    says: 'an allergy whose flag is the text 0 is active',
    parts: { allergies: [allergy({ archived: '0' })] },
    stands: [/<statusCode code="active"\/>/, /410605003/],
    missing: [/89925002/],
  },
  {
    says: 'a zero date empties no section',
    parts: { problems: [problem({ start_date: zero }), problem({ dxresearch_no: 2 })] },
    stands: [/ProblemList-1"/, /ProblemList-2"/],
    missing: [/Problem List \[without/, /value="0000/],
  },
  {
    says: 'a patient without provider is exported',
    parts: { demographic: demographic({ provider_no: null }) },
    stands: [/<author nullFlavor="NI"/],
  },
  {
    says: 'what is not escaped anywhere is escaped',
    parts: {
      demographic: demographic({ first_name: 'A&<"B' }),
      allergies: [allergy({ DESCRIPTION: 'C&<"D', regional_identifier: '1' })],
    },
    stands: [/<given>A&amp;&lt;"B<\/given>/, /displayName="C&amp;&lt;&quot;D"/],
  },
  {
    says: 'no value is not the name of a variable',
    parts: { demographic: demographic({ first_name: null, city: null }) },
    missing: [/\$/, />null</, /"null"/, /undefined/, /NaN/],
  },
  {
    says: 'an unknown birth date is not the year 1',
    parts: { demographic: demographic({ year_of_birth: '0001' }) },
    stands: [/<birthTime nullFlavor="UNK"\/>/],
  },
  {
    says: 'no health number is not nine zeros',
    parts: { demographic: demographic({ hin: '' }) },
    stands: [/<patientRole classCode="PAT"><id nullFlavor="NI"\/>/],
    missing: [/000000000"/, /2\.16\.840\.1\.113883\.4\.50/],
  },
  {
    says: 'who does not speak English need not speak French',
    parts: { demographic: demographic({ official_lang: '' }) },
    missing: [/languageCommunication/],
  },
  {
    says: 'an unknown sex is no code',
    parts: { demographic: demographic({ sex: 'T' }) },
    stands: [/administrativeGenderCode code="UN"/],
  },
  {
    says: 'noon is not midnight',
    parts: reported({ datetime: '2013-05-31 12:13:29' }),
    stands: [/<low value="20130531121329"\/>/],
  },
  {
    says: 'a date that nobody can read is not now',
    parts: reported({ datetime: '' }, { obr_date: '' }),
    stands: [/<procedure[^>]*><effectiveTime nullFlavor="UNK"\/>/],
    missing: [/<low value/],
  },
  {
    says: 'the date of no date is none',
    parts: { drugs: [drug({ end_date: '0001-01-01' })], problems: [problem({ start_date: '0001-01-01' })] },
    missing: [/00010101/, /<high/],
  },
  {
    says: 'no placeholder codes',
    parts: { ...measured({ type: 'A1C' }), drugs: [drug({ GN: 'X', drug_form: 'LEECH' })] },
    stands: [/<code code="A1C" codeSystem="2.16.840.1.113883.3.3331"/],
    missing: [/TBD/],
  },
  {
    says: 'a decimal comma makes a number',
    parts: measured({ dataField: '80,5' }),
    stands: [/xsi:type="PQ" value="80.5" unit="kg"/],
  },
  {
    says: 'what is no number is no quantity',
    parts: measured({ type: 'BP', dataField: '130/85/70' }),
    stands: [/xsi:type="ST">130\/85\/70</],
  },
  {
    says: 'units are UCUM',
    parts: { ...measured({ type: 'TEMP', dataField: '37' }), drugs: [drug({ freqcode: 'Q1Mont' })] },
    stands: [/unit="Cel"/, /<denominator value="1" unit="mo"\/>/],
  },
  {
    says: 'a pressure with decimals is two numbers',
    parts: measured({ type: 'BP', dataField: '120.5/80' }),
    stands: [/value="120.5"/, /value="80"/],
  },
  {
    says: 'low is not normal',
    parts: reported({ abnormal: 'L' }),
    stands: [/interpretationCode code="L"/],
  },
  {
    says: 'a lab without results is no empty battery',
    parts: { labs: [lab({ results: [] })] },
    missing: [/Lab-1"/, /<organizer classCode="BATTERY" moodCode="EVN"/],
  },
  {
    says: 'battery ids tell the lab',
    parts: { labs: [lab({ id: 5 }), lab({ id: 6 })] },
    stands: [/LabOBR-5-0"/, /LabOBR-6-0"/],
  },
  {
    says: 'an other_id that is no number loses no lab',
    parts: reported({ other_id: 'x-y', name: 'Glucose' }),
    stands: [/Glucose/],
  },
  {
    says: 'a problem without coding system loses no other',
    parts: { problems: [problem({ dxresearch_no: 1, coding_system: null }), problem({ dxresearch_no: 2 })] },
    stands: [/ProblemList-2"/],
    missing: [/ProblemList-1"/],
  },
  {
    says: 'what stands in a box is no encounter',
    parts: { notes: [note({ boxes: ['RiskFactors'], note: 'smoker' })] },
    stands: [/RiskFactors-1"/],
    missing: [/Encounters-1"/],
  },
  {
    says: 'a screening is no immunization',
    parts: { preventions: [prevention({ prevention_type: 'FOBT' })] },
    missing: [/FOBT/],
  },
  {
    says: 'no reason is told where none is given',
    parts: { preventions: [prevention({ refused: '1' })] },
    missing: [/<entry typeCode.*<substanceAdministration negationInd="true".*REASON/],
  },
  {
    says: 'the next date is told, and the dose',
    parts: { preventions: [prevention({ next_date: '2031-02-03', ext: { dose: '0.5 ml' } })] },
    stands: [/20310203/, /<center value="0.5" unit="mL"\/>/],
  },
  {
    says: 'a drug typed by hand has a name',
    parts: { drugs: [drug({ customName: 'herbal tea' })] },
    stands: [/<name>herbal tea<\/name>/],
  },
  {
    says: 'one DIN is one entry',
    parts: {
      drugs: [
        drug({ drugid: 1, regional_identifier: '00000900', BN: 'Z' }),
        drug({ drugid: 2, customName: 'M' }),
        drug({ drugid: 3, regional_identifier: '00000900', BN: 'A' }),
      ],
    },
    stands: [/Medications-3".*MedicationPrescriptions-3".*MedicationPrescriptions-1".*Medications-2"/],
    missing: [/"Medications-1"/],
  },
  {
    says: 'a drug is taken on its last day',
    parts: { drugs: [drug({ end_date: '2024-05-06' })] },
    stands: [/Medications-1"\/><code[^>]*><statusCode code="active"\/>/],
  },
  {
    says: 'an age that is no number is none',
    parts: { notes: [note({ boxes: ['FamHistory'], ext: { 'Age at Onset': 'about 40' } })] },
    stands: [/<originalText>about 40<\/originalText>/],
    missing: [/INT/],
  },
  {
    says: 'code systems have one root each',
    parts: {
      problems: [problem()],
      allergies: [allergy({ life_stage: 'A' })],
      notes: [note({ boxes: ['FamHistory'], billing_code: '401', ext: { 'Life Stage': 'A' } })],
    },
    missing: [/2\.16\.840\.1\.113883\.6\.69"/, /1\.11\.15931/, /10\.2\.8\.1"/],
  },
]

for (const { says, parts, stands = [], missing = [] } of faults) {
  t.test(says, async (t) => {
    const { document } = written({ parts, options: { detail: 'full' } })
    for (const pattern of stands) t.ok(pattern.test(document), `${pattern}`)
    for (const pattern of missing) t.notOk(pattern.test(document), `not ${pattern}`)
  })
}
