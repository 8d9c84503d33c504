/** One test of a laboratory; limits as reported, values drawn between `low` and `high`. */
export type LabTest = {
  /** LOINC, as BC laboratories send it. */
  loinc: string
  name: string
  unit: string
  /** Measurement type that OSCAR maps it to; '' where there is none. */
  type: string
  minimum?: number
  maximum?: number
  /** Reference range as text, where it isn't purely numeric. */
  range?: string
  low: number
  high: number
  decimals: number
}

export type Battery = { discipline: string; tests: readonly LabTest[] }

const test = (
  [loinc, name, unit, type]: [string, string, string, string],
  [low, high, decimals]: [number, number, number],
  limits: Pick<LabTest, 'minimum' | 'maximum' | 'range'> = {},
): LabTest => ({ loinc, name, unit, type, low, high, decimals, ...limits })

const fastingGlucose = test(['14771-0', 'Glucose Fasting', 'mmol/L', 'FBS'], [3.9, 6.4, 1], {
  minimum: 3.6,
  maximum: 6,
})

export const batteries = {
  diabetes: {
    discipline: 'Chemistry',
    tests: [
      test(['4548-4', 'Hemoglobin A1C', '%', 'A1C'], [5.6, 10.4, 1], { range: '<6.1' }),
      { ...fastingGlucose, low: 5.2, high: 14.5 },
      test(['14959-1', 'Albumin/Creatinine Ratio', 'mg/mmol', 'ACR'], [0.3, 12, 1], { range: '<2.0' }),
    ],
  },
  lipids: {
    discipline: 'Chemistry',
    tests: [
      test(['14647-2', 'Cholesterol', 'mmol/L', 'TCHL'], [3, 7, 2], { range: '<5.20' }),
      test(['22748-8', 'LDL Cholesterol', 'mmol/L', 'LDL'], [1.2, 4.8, 2], { range: '1.50 - 3.40' }),
      test(['14646-4', 'HDL Cholesterol', 'mmol/L', 'HDL'], [0.7, 2.2, 2], { range: '>0.90' }),
    ],
  },
  kidney: {
    discipline: 'Chemistry',
    tests: [
      test(['14682-9', 'Creatinine', 'umol/L', 'SCR'], [45, 160, 0], { minimum: 60, maximum: 115 }),
      test(['33914-3', 'Estimated GFR', 'mL/min', 'EGFR'], [25, 110, 0], { range: '>=60' }),
      test(['2823-3', 'Potassium', 'mmol/L', 'Kpl'], [3.3, 5.4, 1], { minimum: 3.5, maximum: 5 }),
    ],
  },
  blood: {
    discipline: 'Hematology',
    tests: [
      test(['6690-2', 'WBC', '10*9/L', ''], [3.5, 12.5, 1], { minimum: 4, maximum: 10 }),
      test(['718-7', 'Hemoglobin', 'g/L', 'Hb'], [95, 170, 0], { minimum: 120, maximum: 160 }),
    ],
  },
  thyroid: {
    discipline: 'Chemistry',
    tests: [test(['3016-3', 'TSH', 'mU/L', 'TSH'], [0.2, 7.5, 2], { range: '0.38-5.50 (non-pregnant)' })],
  },
  coagulation: {
    discipline: 'Hematology/Coagulation',
    tests: [test(['6301-6', 'INR', '', 'INR'], [1.1, 4.2, 1], { minimum: 0.9, maximum: 1.2 })],
  },
  glucose: { discipline: 'Chemistry', tests: [fastingGlucose] },
} satisfies Record<string, Battery>

export type BatteryName = keyof typeof batteries
