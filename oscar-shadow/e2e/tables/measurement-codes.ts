/** OSCAR's measurement types → LOINC (`e2e-export.md` section 5.4). */
export const loincCodes: ReadonlyMap<string, string> = new Map([
  ['BMI', '39156-5'],
  ['BP', '55284-4'],
  ['SYST', '8480-6'],
  ['DIAS', '8462-4'],
  ['FEET', '11428-0'],
  ['HR', '8867-4'],
  ['PULS', '8867-4'],
  ['PULSE', '8867-4'],
  ['HT', '8302-2'],
  ['TEMP', '8310-5'],
  ['WAIS', '56115-9'],
  ['WT', '3141-9'],
])

/** UCUM unit → the types that are measured in it (`e2e-export.md` section 5.4 and 7); types without unit are texts. */
const typesByUnit: Readonly<Record<string, readonly string[]>> = {
  '%': ['02', '02SA', 'CD4P', 'FRAM'],
  'mg/(24.h)': ['24UA', '24UR'],
  'mg/mmol': ['ACR', 'UACR', 'UALB'],
  'g/L': ['ALB', 'Hb'],
  'U/L': ['ALT', 'AST'],
  'mmol/L': ['BG', 'BILC', 'BILT', 'BILU', 'Clpl', 'FBPC', 'HDL', 'Kpl', 'Napl', 'TCHL', 'TRIG', 'UA'],
  'kg/m2': ['BMI'],
  'mm[Hg]': ['BP', 'SYST', 'DIAS'],
  '10*9/L': ['CD4', 'VLOA'],
  'mg/wk': ['COUM'],
  'mL/h': ['CRCL'],
  'mL/min': ['EGFR'],
  'min/wk': ['Exer'],
  'nmol/L': ['FTST'],
  cm: ['HEAD', 'HT', 'WAIS'],
  '/min': ['HR', 'PULS', 'PULSE'],
  'umol/L': ['SCR'],
  Cel: ['TEMP'],
  'pmol/L': ['VB12'],
  kg: ['WT'],
}

/** OSCAR's measurement types → UCUM unit. */
export const units: ReadonlyMap<string, string> = new Map(
  Object.entries(typesByUnit).flatMap(([unit, types]) => types.map((type): [string, string] => [type, unit])),
)
