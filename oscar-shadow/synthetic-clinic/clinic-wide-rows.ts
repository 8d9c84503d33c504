import type { ClinicOptions } from './clinic-options.ts'
import { conditions } from './condition-list.ts'
import { doubleEncoded } from './dirt.ts'
import { batteries } from './lab-list.ts'
import { doctorNumbers } from './life.ts'
import type { Row, Rows } from './tables.ts'

/** The boxes of the chart. The ids differ from clinic to clinic, so here they aren't those of a fresh install. */
export const boxIssues = [
  'OMeds',
  'SocHistory',
  'MedHistory',
  'Concerns',
  'Reminders',
  'FamHistory',
  'RiskFactors',
].map((code, index) => ({ code, issue_id: 123 + index }))

/** What belongs to no patient. */
export const clinicWideRows: { [Name in keyof Rows]?: (options: ClinicOptions) => Iterable<Row<Name>> } = {
  clinic: () => [
    {
      clinic_no: 1234,
      clinic_name: 'Invented & Sons Test Clinic',
      clinic_address: '1 Nowhere St',
      clinic_city: 'Inventville',
      clinic_postal: 'Z1Z1Z1',
      clinic_phone: '250-555-0100',
      clinic_fax: '250-555-0101',
      clinic_province: 'BC',
    },
  ],

  provider: (options) => [
    person('-1', 'system', 'system', 'system'),
    person('999998', 'oscardoc', 'doctor', 'doctor'),
    ...doctorNumbers(options).map((number) => doctor(number)),
    person('901', 'Invented-Nurse', 'Nora', 'nurse'),
    person('902', 'Invented-Reception', 'Rémi', 'receptionist'),
  ],

  icd9: () =>
    [
      ...conditions,
      { icd9: '4660', description: 'ACUTE BRONCHITIS' },
      { icd9: '00320', description: 'LOCAL SALMONELLA INF NOS' },
    ].map(({ icd9, description }, index) => ({ id: index + 1, icd9, description })),

  issue: () => [
    { issue_id: 1, code: '250', description: 'DIABETES MELLITUS*', role: 'doctor', type: 'icd9' },
    ...boxIssues.map(({ code, issue_id }) => ({ issue_id, code, description: code, role: 'nurse', type: 'system' })),
  ],

  measurementType: () =>
    measurementTypes.map(([type, typeDescription, measuringInstruction], index) => ({
      id: index + 1,
      type,
      typeDisplayName: type,
      typeDescription,
      measuringInstruction,
      validation: '5',
      createDate: '2011-01-01 00:00:00',
    })),

  measurementMap: () =>
    Object.values(batteries)
      .flatMap(({ tests }) => tests)
      .filter(({ type }) => type !== '')
      .map(({ loinc, name, type }, index) => ({
        id: index + 1,
        loinc_code: loinc,
        ident_code: type,
        name,
        lab_type: 'FLOWSHEET',
      })),
}

const measurementTypes = [
  ['A1C', 'A1C', 'Range:0.040-0.200'],
  ['BMI', 'Body Mass Index', 'in kg/m2'],
  ['BP', 'Blood Pressure', 'sitting position'],
  ['BP', 'Blood Pressure', 'supine'],
  ['FTE', 'Foot Exam', 'Normal/Abnormal'],
  ['HEAD', 'Head circumference', 'in cm'],
  ['HT', 'Height', 'in cm'],
  ['PULS', 'Pulse', 'beats/min'],
  ['SKST', 'Smoking Status', 'Yes/No/X'],
  ['SmkP', 'Smoking Packs', 'packs per day'],
  ['TEMP', 'Temperature', 'degrees celcius'],
  ['WAIS', 'Waist', 'in cm'],
  ['WT', 'Weight', 'in kg'],
] as const

function person(provider_no: string, last_name: string, first_name: string, provider_type: string): Row<'provider'> {
  return { provider_no, last_name, first_name, provider_type, ohip_no: '', practitionerNo: '', status: '1' }
}

/** Some have a college number, some only a billing number, some neither. */
function doctor(number: string): Row<'provider'> {
  const nth = Number(number) - 101
  return {
    ...person(number, `Invented-Doctor-${number}`, nth % 2 ? doubleEncoded('André') : 'Zoë', 'doctor'),
    specialty: 'GP',
    work_phone: `250-555-01${String(nth % 100).padStart(2, '0')}`,
    email: 'doctor@example.org',
    ohip_no: nth % 4 === 3 ? null : `9${number}0`,
    practitionerNo: nth % 3 === 2 ? 'null' : `000${number}`,
    status: nth % 5 === 4 ? '0' : '1',
  }
}
