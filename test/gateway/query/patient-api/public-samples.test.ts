import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import { hQuery } from '../../../../gateway/query/patient-api/index.ts'
import { told } from './asking.ts'

const record = new URL('../../../../../shared/e2e-samples/expected/MZarilla.json', import.meta.url)
const here = existsSync(record) ? {} : { skip: 'the public samples are not beside the project: nothing was asked' }

t.test('the sections of the public sample', here, async (t) => {
  const patient = new hQuery.Patient(JSON.parse(readFileSync(record, 'utf8')))
  const sections = {
    allergies: patient.allergies().length,
    conditions: patient.conditions().length,
    diabetes: patient.conditions().regex_match({ ICD9: ['^250'] }).length,
    'diabetes since 2011': patient.conditions().match({ ICD9: ['250'] }, new Date(Date.UTC(2011, 0))).length,
    encounters: patient.encounters().length,
    immunizations: patient.immunizations().length,
    medications: patient.medications().length,
    inhaled: patient.medications().regex_match({ whoATC: ['^R03'] }).length,
    results: patient.results().length,
    'vital signs': patient.vitalSigns().length,
  }
  t.strictSame(sections, {
    allergies: 3,
    conditions: 3,
    diabetes: 2,
    'diabetes since 2011': 1,
    encounters: 3,
    immunizations: 3,
    medications: 7,
    inhaled: 1,
    results: 58,
    'vital signs': 7,
  })
  t.equal(Math.floor(patient.age(new Date(Date.UTC(2014, 0))) ?? 0), 2)
  t.strictSame(
    told(
      patient
        .vitalSigns()
        .match({ LOINC: ['8480-6'] })
        .flatMap((sign) => sign.values()),
    ),
    [{ PhysicalQuantity: { scalar: '90', units: 'mm[Hg]', _type: 'PhysicalQuantityResultValue' } }],
  )
})
