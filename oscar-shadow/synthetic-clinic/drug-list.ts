/** What is prescribed in the invented clinic: generic names and ATC classes are real, DINs and brands are not. */
export type Medicine = {
  /** Drug identification number; none was ever assigned from this range. */
  din: string
  atc: string
  generic: string
  brand: string
  dosage: string
  form: string
  route: string
  frequency: string
  takemin: number
  takemax: number
  unitName: string
  prn: boolean
}

type Form = Pick<Medicine, 'form' | 'route' | 'unitName'>
const tablet: Form = { form: 'TABLET', route: 'PO', unitName: 'tab(s)' }
const slowTablet: Form = { form: 'TABLET (EXTENDED-RELEASE)', route: 'PO', unitName: 'tab(s)' }
const capsule: Form = { form: 'CAPSULE', route: 'PO', unitName: 'cap(s)' }
const inhaler: Form = { form: 'METERED-DOSE AEROSOL', route: 'INH', unitName: 'puff(s)' }
const injection: Form = { form: 'SOLUTION', route: 'SC', unitName: 'unit(s)' }
const cream: Form = { form: 'CREAM', route: 'TOP', unitName: '' }

// key, ATC, generic name, strength, form, frequency, amount, as needed
const list: [string, string, string, string, Form, string, [number, number], boolean?][] = [
  ['metformin', 'A10BA02', 'METFORMIN HYDROCHLORIDE', '500.0 MG', tablet, 'BID', [1, 1]],
  ['gliclazide', 'A10BB09', 'GLICLAZIDE', '30.0 MG', slowTablet, 'OD', [1, 2]],
  ['sitagliptin', 'A10BH01', 'SITAGLIPTIN', '100.0 MG', tablet, 'OD', [1, 1]],
  ['insulin', 'A10AE04', 'INSULIN GLARGINE', '100.0 UNIT/ML', injection, 'QHS', [10, 24]],
  ['amlodipine', 'C08CA01', 'AMLODIPINE', '5.0 MG', tablet, 'OD', [1, 1]],
  ['ramipril', 'C09AA05', 'RAMIPRIL', '10.0 MG', capsule, 'OD', [1, 1]],
  ['hydrochlorothiazide', 'C03AA03', 'HYDROCHLOROTHIAZIDE', '25.0 MG', tablet, 'QAM', [0.5, 1]],
  ['atorvastatin', 'C10AA05', 'ATORVASTATIN', '20.0 MG', tablet, 'QHS', [1, 1]],
  ['rosuvastatin', 'C10AA07', 'ROSUVASTATIN', '10.0 MG', tablet, 'OD', [1, 1]],
  ['salbutamol', 'R03AC02', 'SALBUTAMOL', '100.0 MCG', inhaler, 'Q4-6H', [1, 2], true],
  ['fluticasone', 'R03BA05', 'FLUTICASONE PROPIONATE', '125.0 MCG', inhaler, 'BID', [2, 2]],
  ['tiotropium', 'R03BB04', 'TIOTROPIUM', '18.0 MCG', { ...inhaler, form: 'CAPSULE' }, 'OD', [1, 1]],
  ['sertraline', 'N06AB06', 'SERTRALINE', '50.0 MG', capsule, 'QAM', [1, 1]],
  ['citalopram', 'N06AB04', 'CITALOPRAM', '20.0 MG', tablet, 'OD', [1, 1]],
  ['levothyroxine', 'H03AA01', 'LEVOTHYROXINE SODIUM', '0.1 MG', tablet, 'OD', [1, 1]],
  ['acetaminophen', 'N02BE01', 'ACETAMINOPHEN', '500.0 MG', tablet, 'Q6H', [1, 2], true],
  ['codeine', 'N02AA59', 'ACETAMINOPHEN/CODEINE', '300 MG/30 MG', tablet, 'Q4H', [1, 2], true],
  ['naproxen', 'M01AE02', 'NAPROXEN', '375.0 MG', tablet, 'BID', [1, 1], true],
  ['furosemide', 'C03CA01', 'FUROSEMIDE', '40.0 MG', tablet, 'OD', [1, 1]],
  ['bisoprolol', 'C07AB07', 'BISOPROLOL FUMARATE', '5.0 MG', tablet, 'OD', [1, 1]],
  ['pantoprazole', 'A02BC02', 'PANTOPRAZOLE', '40.0 MG', { ...tablet, form: 'TABLET (ENTERIC-COATED)' }, 'OD', [1, 1]],
  ['warfarin', 'B01AA03', 'WARFARIN SODIUM', '5.0 MG', tablet, 'once d', [1, 1]],
  ['alendronate', 'M05BA04', 'ALENDRONIC ACID', '70.0 MG', tablet, 'Q1Week', [1, 1]],
  ['amoxicillin', 'J01CA04', 'AMOXICILLIN', '500.0 MG', capsule, 'TID', [1, 1]],
  ['ciprofloxacin', 'J01MA02', 'CIPROFLOXACIN', '500.0 MG', tablet, 'twice ', [1, 1]],
  ['hydrocortisone', 'D07AA02', 'HYDROCORTISONE', '1.0 %', cream, 'BID', [0, 0]],
  ['lorazepam', 'N05BA06', 'LORAZEPAM', '1.0 MG', tablet, 'QHS', [0.5, 1], true],
  [
    'cyanocobalamin',
    'B03BA01',
    'CYANOCOBALAMIN',
    '1000.0 MCG/ML',
    { ...injection, route: 'IM', unitName: 'mL' },
    'monthl',
    [1, 1],
  ],
]

export const medicines: ReadonlyMap<string, Medicine> = new Map(
  list.map(([key, atc, generic, dosage, form, frequency, [takemin, takemax], prn = false], index) => {
    const din = `0999${String(index + 1).padStart(3, '0')}0`
    const brand = `INVENTED-${key.toUpperCase()} ${dosage.replace('.0 ', '')}`
    return [key, { din, atc, generic, brand, dosage, ...form, frequency, takemin, takemax, prn }]
  }),
)
