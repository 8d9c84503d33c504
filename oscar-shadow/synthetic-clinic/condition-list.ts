import type { BatteryName } from './lab-list.ts'

/** What people of the invented clinic suffer from. */
export type Condition = {
  icd9: string
  /** As in OSCAR's table: capitals and abbreviations. */
  description: string
  /** Share of people at the ages 20, 50 and 80 that have it. */
  shares: readonly [number, number, number]
  /** Keys of the drug list. */
  medicines: readonly string[]
  batteries: readonly BatteryName[]
}

const condition = (
  [icd9, description]: [string, string],
  shares: [number, number, number],
  medicines: string[] = [],
  batteries: BatteryName[] = [],
): Condition => ({ icd9, description, shares, medicines, batteries })

export const diabetes = condition(
  ['250', 'DIABETES MELLITUS*'],
  [0.01, 0.09, 0.22],
  ['metformin', 'gliclazide', 'insulin', 'sitagliptin'],
  ['diabetes', 'lipids', 'kidney'],
)

export const conditions: readonly Condition[] = [
  diabetes,
  condition(
    ['401', 'ESSENTIAL HYPERTENSION*'],
    [0.01, 0.2, 0.55],
    ['ramipril', 'amlodipine', 'hydrochlorothiazide'],
    ['kidney'],
  ),
  condition(['272', 'DIS OF LIPOID METABOLISM*'], [0.01, 0.16, 0.35], ['atorvastatin', 'rosuvastatin'], ['lipids']),
  condition(['493', 'ASTHMA*'], [0.09, 0.06, 0.05], ['salbutamol', 'fluticasone']),
  condition(['311', 'DEPRESSIVE DISORDER NEC'], [0.07, 0.1, 0.08], ['sertraline', 'citalopram']),
  condition(['300', 'NEUROTIC DISORDERS & ANXIETY*'], [0.06, 0.07, 0.05], ['lorazepam']),
  condition(['496', 'CHR AIRWAY OBSTRUCT NEC'], [0, 0.03, 0.14], ['tiotropium', 'salbutamol']),
  condition(['244', 'ACQUIRED HYPOTHYROIDISM*'], [0.01, 0.05, 0.1], ['levothyroxine'], ['thyroid']),
  condition(['715', 'OSTEOARTHROSIS ET AL*'], [0, 0.1, 0.4], ['acetaminophen', 'naproxen']),
  condition(['428', 'HEART FAILURE*'], [0, 0.01, 0.12], ['furosemide', 'bisoprolol'], ['kidney']),
  condition(['42731', 'ATRIAL FIBRILLATION'], [0, 0.01, 0.12], ['warfarin'], ['coagulation']),
  condition(['53081', 'ESOPHAGEAL REFLUX'], [0.02, 0.08, 0.12], ['pantoprazole']),
  condition(['73300', 'OSTEOPOROSIS NOS'], [0, 0.02, 0.18], ['alendronate']),
  condition(['281', 'OTH DEFICIENCY ANEMIA*'], [0.01, 0.02, 0.06], ['cyanocobalamin'], ['blood']),
  condition(['724', 'BACK DISORDER NEC & NOS*'], [0.05, 0.1, 0.1], ['naproxen', 'codeine']),
  condition(['692', 'CONTACT DERMATITIS*'], [0.06, 0.04, 0.04], ['hydrocortisone']),
  condition(['466', 'ACUTE BRONCHITIS/BRONCHIOLITIS <OR> COUGH*'], [0.12, 0.06, 0.06], ['amoxicillin']),
  condition(['5990', 'URIN TRACT INFECTION NOS'], [0.04, 0.04, 0.1], ['ciprofloxacin'], ['blood']),
  condition(['V700', 'ROUTINE MEDICAL EXAM'], [0.1, 0.15, 0.1], [], ['glucose', 'blood']),
]

/** How likely somebody of this age has it: straight lines between the three ages, level beyond them. */
export function shareAt({ shares: [young, middle, old] }: Condition, age: number): number {
  const before = young + ((middle - young) * Math.min(Math.max(age - 20, 0), 30)) / 30
  return before + ((old - middle) * Math.min(Math.max(age - 50, 0), 30)) / 30
}
