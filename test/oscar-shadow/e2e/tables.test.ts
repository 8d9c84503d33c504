import t from 'tap'
import { drugFormOf } from '../../../oscar-shadow/e2e/tables/drug-forms.ts'
import { frequencyOf } from '../../../oscar-shadow/e2e/tables/frequencies.ts'
import { loincCodes, units } from '../../../oscar-shadow/e2e/tables/measurement-codes.ts'
import { relationships } from '../../../oscar-shadow/e2e/tables/relationships.ts'
import { vaccines } from '../../../oscar-shadow/e2e/tables/vaccines.ts'

const often = (times: number, per: number, unit: string) => ({ times, per, unit })
const between = (low: number, high: number) => ({ low, high, unit: 'h' })

const frequencies: [string, object | undefined][] = [
  ...['OD', 'od', 'daily', 'once daily', 'once d', 'QAM', 'QPM', 'QHS', 'QD'].map((code): [string, object] => [
    code,
    often(1, 1, 'd'),
  ]),
  ...['BID', 'twice daily', 'twice ', 'twice'].map((code): [string, object] => [code, often(2, 1, 'd')]),
  ...['TID', '3x day', '3x daily', '3x dai'].map((code): [string, object] => [code, often(3, 1, 'd')]),
  ...['QID', '4x day', '4x daily', '4x dai'].map((code): [string, object] => [code, often(4, 1, 'd')]),
  ...[1, 2, 4, 6, 8, 12, 24].map((hours): [string, object] => [`Q${hours}H`, often(1, hours, 'h')]),
  ['QOD', often(1, 2, 'd')],
  ['Q1-2H', between(1, 2)],
  ['Q3-4H', between(3, 4)],
  ['Q4-6H', between(4, 6)],
  ['weekly', often(1, 1, 'wk')],
  ['Q1Week', often(1, 1, 'wk')],
  ['Q2Week', often(1, 2, 'wk')],
  ...['monthly', 'monthl', 'Q1Month', 'Q1Mont', 'QM'].map((code): [string, object] => [code, often(1, 1, 'mo')]),
  ...['Q3Month', 'Q3Mont'].map((code): [string, object] => [code, often(1, 3, 'mo')]),
  ['', undefined],
  ['Q3H', undefined],
  ['as directed', undefined],
  ['toString', undefined],
]

t.test('frequencies, whole and as the column cuts them', async (t) => {
  for (const [code, frequency] of frequencies) t.strictSame(frequencyOf(code), frequency, code)
  t.equal(frequencyOf(undefined), undefined)
})

const forms: [string, string | undefined][] = [
  ['AEROSOL', 'AER'],
  ['AEROSOL, METERED DOSE', 'AER'],
  ['AEROSOL, FOAM', 'FOAM'],
  ['CAPSULE', 'CAP'],
  ['CAPSULE (SUSTAINED-RELEASE)', 'ERCAP'],
  ['CAPSULE (IMMEDIATE AND EXTENDED RELEASE)', 'ERCAP'],
  ['CAPSULE (ENTERIC-COATED)', 'ENTCAP'],
  ['DISC (EXTENDED-RELEASE)', 'DISK'],
  ['DROPS', 'DROP'],
  ['ELIXIR', 'ELIXIR'],
  ['FILM, SOLUBLE', 'PATCH'],
  ['GRANULES FOR SUSPENSION, DELAYED RELEASE', 'GRAN'],
  ['GRANULES FOR SUSPENSION,EXTENDED RELEASE', 'GRAN'],
  ['METERED-DOSE PUMP', 'MDINHL'],
  ['MOUTHWASH/GARGLE', 'RINSE'],
  ['POWDER FOR SUSPENSION, SUSTAINED-RELEASE', 'POWD'],
  ['RING (SLOW-RELEASE)', 'VAGSUPP'],
  ['SOLUTION (LONG-ACTING)', 'SOL'],
  ['SPRAY, BAG-ON-VALVE', 'SPRYADAPT'],
  ['SUSPENSION (ULTRA-LENTE)', 'ERSUSP'],
  ['TABLET', 'TAB'],
  ['tablet', 'TAB'],
  ['TABLET (CHEWABLE)', 'TAB'],
  ['TABLET (EXTENDED-RELEASE)', 'ERTAB'],
  ['TABLET (ENTERIC-COATED)', 'ECTAB'],
  ['TABLET (ORALLY DISINTEGRATING)', 'SLTAB'],
  ['TABLET FOR SUSPENSION', 'TAB'],
  ['VAGINAL TABLET, EFFERVESCENT', 'VAGTAB'],
  ['WAFER', 'WAFER'],
  ['WIPE', 'SWAB'],
  ['LEECH', undefined],
  ['', undefined],
]

t.test('drug forms, commas and all', async (t) => {
  for (const [form, code] of forms) t.equal(drugFormOf(form), code, form)
})

t.test('relatives', async (t) => {
  const cases = {
    aunt: 'AUNT',
    'niece/nephew': 'NIENEPH',
    mother: 'MTH',
    'brother-in-law': 'BROINLAW',
    roomate: 'ROOM',
  }
  for (const [text, code] of Object.entries(cases)) t.equal(relationships.get(text), code, text)
  t.equal(relationships.get('power of attorney-personal'), 'POWATYPR')
  for (const text of relationships.keys()) t.equal(text, text.toLowerCase())
})

t.test('vaccines; case tells them apart', async (t) => {
  t.equal(vaccines.get('dTap'), 'J07AJ52')
  t.equal(vaccines.get('DTaP'), undefined)
  t.equal(vaccines.get('MMR'), 'J07BD52')
  for (const none of ['BCG', 'HPV Vaccine', 'YF', 'PAP']) t.equal(vaccines.get(none), undefined, none)
})

t.test('measurements: LOINC, never a placeholder; UCUM, never a metre for a month', async (t) => {
  t.strictSame([loincCodes.get('BP'), loincCodes.get('WT'), loincCodes.get('A1C')], ['55284-4', '3141-9', undefined])
  t.notOk([...loincCodes.values()].includes('TBD'))
  const ucum = {
    TEMP: 'Cel',
    HR: '/min',
    Exer: 'min/wk',
    COUM: 'mg/wk',
    CD4: '10*9/L',
    ALB: 'g/L',
    '24UA': 'mg/(24.h)',
  }
  for (const [type, unit] of Object.entries(ucum)) t.equal(units.get(type), unit, type)
})
