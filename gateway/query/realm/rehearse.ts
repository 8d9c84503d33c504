import type { CodedEntry } from '../patient-api/coded-entry.ts'
import type { hQuery as Api } from '../patient-api/index.ts'

// After so many patients V8 has compiled what queries use most; it took a third of a query's time over 3,000 of them.
const enough = 400

/**
 * Lets V8 get to know the patient API on some records, before there is a query that would have to wait for it. Changes
 * nothing: the API's methods only read.
 */
export function rehearse(hQuery: typeof Api, documents: unknown[]): void {
  const everything = { ICD9: ['.*'], whoATC: ['.*'], pCLOCD: ['.*'], LOINC: ['.*'] }
  const nothing = { ICD9: ['none'], whoATC: ['none'], pCLOCD: ['none'], LOINC: ['none'] }
  const [start, end] = [new Date(0), new Date(2 ** 42)]
  for (const document of documents.slice(0, enough)) {
    const patient = new hQuery.Patient(document)
    patient.age(end)
    patient.gender()
    patient.encounters().match(null, start, end)
    const sections = [patient.conditions(), patient.medications(), patient.results(), patient.vitalSigns()]
    for (const entries of sections) {
      entries.match(nothing, start, end)
      for (const entry of entries.regex_match(everything, start, end)) readEntry(hQuery, entry)
    }
  }
}

function readEntry({ CodedValue, Medication, PhysicalQuantity }: typeof Api, entry: CodedEntry) {
  entry.timeStamp()
  const codes = entry.type()
  if (Array.isArray(codes)) for (const code of codes) if (code instanceof CodedValue) code.codeSystemName()
  for (const value of entry.values()) if (value instanceof PhysicalQuantity) value.scalar()
  if (entry instanceof Medication) {
    entry.indicateMedicationStart()
    entry.indicateMedicationStop()
  }
}
