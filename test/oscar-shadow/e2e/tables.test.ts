import t from 'tap'
import { drugFormOf } from '../../../oscar-shadow/e2e/tables/drug-forms.ts'
import { frequencyOf } from '../../../oscar-shadow/e2e/tables/frequencies.ts'
import { lifeStages } from '../../../oscar-shadow/e2e/tables/life-stages.ts'
import { loincCodes, units } from '../../../oscar-shadow/e2e/tables/measurement-codes.ts'
import { relationships } from '../../../oscar-shadow/e2e/tables/relationships.ts'
import { severities } from '../../../oscar-shadow/e2e/tables/severities.ts'
import { screenings, vaccines } from '../../../oscar-shadow/e2e/tables/vaccines.ts'

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
  ...['monthly', 'monthl', 'Q1Month', 'Q1Mont'].map((code): [string, object] => [code, often(1, 1, 'mo')]),
  ...['Q3Month', 'Q3Mont'].map((code): [string, object] => [code, often(1, 3, 'mo')]),
  ['', undefined],
  ['Q3H', undefined],
  ['QM', undefined],
  ['as directed', undefined],
  ['toString', undefined],
]

t.test('frequencies, whole and as the column cuts them', async (t) => {
  for (const [code, frequency] of frequencies) t.strictSame(frequencyOf(code), frequency, code)
  t.equal(frequencyOf(undefined), undefined)
})

/** A line a form: its name in Health Canada's list, and the code behind the last blank. */
const forms = `
AEROSOL AER
AEROSOL, METERED DOSE AER
AEROSOL, FOAM FOAM
BAR (CHEWABLE) BAR
CAPSULE CAP
CAPSULE (CONTROLLED-DELIVERY) ERCAP
CAPSULE (DELAYED RELEASE) ERCAP
CAPSULE (EXTENDED RELEASE) ERCAP
CAPSULE (IMMEDIATE AND DELAYED RELEASE) ERCAP
CAPSULE (IMMEDIATE AND EXTENDED RELEASE) ERCAP
CAPSULE (IMMEDIATE RELEASE) ERCAP
CAPSULE (SUSTAINED-RELEASE) ERCAP
CAPSULE (ENTERIC-COATED) ENTCAP
CREAM CRM
DISC DISK
DISC (EXTENDED-RELEASE) DISK
DOUCHE DOUCHE
DROPS DROP
ELIXIR ELIXIR
ENEMA ENEMA
FILM, SOLUBLE PATCH
GAS GASINHL
GEL GEL
GEL (CONTROLLED-RELEASE) GELAPL
GRANULES GRAN
GRANULES FOR SOLUTION GRAN
GRANULES FOR SUSPENSION GRAN
GRANULES FOR SUSPENSION, DELAYED RELEASE GRAN
GRANULES FOR SUSPENSION,EXTENDED RELEASE GRAN
GUM GUM
LOTION LTN
LOZENGE ORTROCHE
METERED-DOSE AEROSOL MDINHL
METERED-DOSE PUMP MDINHL
MOUTHWASH/GARGLE RINSE
OINTMENT OINT
PAD PAD
PASTE PASTE
PATCH PATCH
PATCH (EXTENDED RELEASE) PATCH
PELLET PELLET
PELLET (DENTAL) PELLET
PILL PILL
POWDER POWD
POWDER (EFFERVESCENT) POWD
POWDER (ENTERIC-COATED) POWD
POWDER (EXTENDED RELEASE) POWD
POWDER (METERED DOSE) POWD
POWDER FOR SOLUTION POWD
POWDER FOR SUSPENSION POWD
POWDER FOR SUSPENSION, SUSTAINED-RELEASE POWD
RING (SLOW-RELEASE) VAGSUPP
SHAMPOO SHMP
SOAP BAR BARSOAP
SOLUTION SOL
SOLUTION (EXTENDED RELEASE) SOL
SOLUTION (LONG-ACTING) SOL
SPRAY SPRYADAPT
SPRAY, BAG-ON-VALVE SPRYADAPT
SPRAY, METERED DOSE SPRYADAPT
SUPPOSITORY SUPP
SUPPOSITORY (SUSTAINED-RELEASE) SUPP
SUSPENSION SUSP
SUSPENSION (EXTENDED-RELEASE) ERSUSP
SUSPENSION (LENTE) ERSUSP
SUSPENSION (ULTRA-LENTE) ERSUSP
SWAB SWAB
WIPE SWAB
SYRUP SYRUP
SYRUP (EXTENDED-RELEASE) SYRUP
TABLET TAB
TABLET (CHEWABLE) TAB
TABLET (COMBINED RELEASE) TAB
TABLET (DELAYED AND EXTENDED RELEASE) TAB
TABLET (DELAYED-RELEASE) TAB
TABLET (EFFERVESCENT) TAB
TABLET (IMMEDIATE AND DELAYED-RELEASE) TAB
TABLET (IMMEDIATE RELEASE) TAB
TABLET (SLOW-RELEASE) TAB
TABLET FOR SUSPENSION TAB
TABLET (ENTERIC-COATED) ECTAB
TABLET (EXTENDED-RELEASE) ERTAB
TABLET (ORALLY DISINTEGRATING) SLTAB
TINCTURE TINC
TOOTHPASTE TPASTE
VAGINAL TABLET VAGTAB
VAGINAL TABLET, EFFERVESCENT VAGTAB
WAFER WAFER
`

/** The lines of a table, split before the last word. */
const linesOf = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.lastIndexOf(' ')), line.slice(line.lastIndexOf(' ') + 1)] as const)

t.test('drug forms, commas and all', async (t) => {
  for (const [form, code] of linesOf(forms)) {
    t.equal(drugFormOf(form), code, form)
    t.equal(drugFormOf(` ${form.toLowerCase().replace(', ', ',')}`), code, `${form} in another spelling`)
  }
  for (const unknown of ['LEECH', '', undefined]) t.equal(drugFormOf(unknown), undefined)
})

const relatives = `
aunt AUNT
uncle UNCLE
cousin COUSN
nephew NEPHEW
niece NIECE
niece/nephew NIENEPH
brother BRO
sister SIS
sibling SIB
half-brother HBRO
half-sister HSIS
half-sibling HSIB
natural brother NBRO
natural sister NSIS
natural sibling NSIB
stepbrother STPBRO
stepsister STPSIS
step sibling STPSIB
brother-in-law BROINLAW
sister-in-law SISINLAW
sibling in-law SIBINLAW
father FTH
mother MTH
parent PRN
natural father NFTH
natural mother NMTH
natural parent NPRN
natural father of fetus NFTHF
stepfather STPFTH
stepmother STPMTH
step parent STPPRN
father-in-law FTHINLAW
mother-in-law MTHINLAW
parent in-law PRNINLAW
grandfather GRFTH
grandmother GRMTH
grandparent GRPRN
great grandfather GGRFTH
great grandmother GGRMTH
great grandparent GGRPRN
child CHILD
son SONC
daughter DAUC
natural son SON
natural daughter DAU
natural child NCHILD
adopted child CHLDADOPT
adopted son SONADOPT
adopted daughter DAUADOPT
foster child CHLDFOST
foster son SONFOST
foster daughter DAUFOST
child in-law CHLDINLAW
son in-law SONINLAW
daughter in-law DAUINLAW
step child STPCHLD
stepson STPSON
stepdaughter STPDAU
grandchild GRNDCHILD
grandson GRNDSON
granddaughter GRNDDAU
spouse SPS
husband HUSB
wife WIFE
domestic partner DOMPART
significant other SIGOTHR
family member FAMMEMB
immediate family IMED
extended family member EXT
next of kin NOK
guardian GUARD
power of attorney POWATY
power of attorney-personal POWATYPR
power of attorney-property POWATYPT
substitute decision maker SUBDM
emergency contact ECON
unrelated friend FRND
neighbor NBOR
roomate ROOM
`

t.test('relatives', async (t) => {
  for (const [text, code] of linesOf(relatives)) t.equal(relationships.get(text), code, text)
  for (const text of relationships.keys()) t.equal(text, text.toLowerCase())
})

const withAtc = `
CHOLERA J07AE01
DTaP-HBV-IPV-Hib J07CA02
DTaP-IPV J07CA02
DTaP-IPV-Hib J07CA06
TdP-IPV-Hib J07CA06
dTap J07AJ52
TdP J07AJ52
Tdap-IPV J07AJ52
Flu J07BB01
H1N1 J07BB02
HepA J07BC02
HepAB J07BC20
HepB J07BC01
Hib J07AG51
IPV J07BF03
MenC-C J07AH07
MMR J07BD52
MMRV J07BD54
Pneu-C J07AL
Pneumovax J07AL02
Rabies J07BG01
Rot J07BH01
Td J07CA01
Tuberculosis J07AN01
Typhoid J07AP01
VZ J07BK01
`
const withoutAtc = [
  'BCG',
  'DTaP',
  'DTaP-Hib',
  'DTaP-IPV-HB',
  'DTaP-IPV-Hib-HB',
  'DT-IPV',
  'Td-IPV',
  'T',
  'MR',
  'Men-P-AC',
  'Men-P-ACWY',
  'HPV Vaccine',
  'HA-Typh-I',
  'HBTmf',
  'Chol-Ecol-O',
  'Typh-O',
  'YF',
  'TBE',
  'JE',
]

t.test('vaccines; case tells them apart', async (t) => {
  for (const [name, code] of linesOf(withAtc)) t.equal(vaccines.get(name), code, name)
  for (const name of withoutAtc) t.equal(vaccines.get(name), undefined, name)
  for (const name of screenings) t.equal(vaccines.get(name), undefined, name)
})

const loinc = `
BMI 39156-5
BP 55284-4
SYST 8480-6
DIAS 8462-4
FEET 11428-0
HR 8867-4
PULS 8867-4
PULSE 8867-4
HT 8302-2
TEMP 8310-5
WAIS 56115-9
WT 3141-9
`
const ucum = `
02 %
02SA %
CD4P %
FRAM %
24UA mg/(24.h)
24UR mg/(24.h)
ACR mg/mmol
UACR mg/mmol
UALB mg/mmol
ALB g/L
ALT U/L
AST U/L
BG mmol/L
BILC mmol/L
BILT mmol/L
BILU mmol/L
Clpl mmol/L
FBPC mmol/L
HDL mmol/L
Kpl mmol/L
Napl mmol/L
TCHL mmol/L
TRIG mmol/L
UA mmol/L
BMI kg/m2
BP mm[Hg]
SYST mm[Hg]
DIAS mm[Hg]
CD4 10*9/L
COUM mg/wk
CRCL mL/h
EGFR mL/min
Exer min/wk
FTST nmol/L
Hb g/L
HEAD cm
HT cm
WAIS cm
HR /min
PULS /min
PULSE /min
SCR umol/L
TEMP Cel
VB12 pmol/L
VLOA 10*9/L
WT kg
`

t.test('measurements: LOINC, never a placeholder; UCUM, never a metre for a month', async (t) => {
  t.strictSame([...loincCodes], linesOf(loinc))
  t.strictSame(Object.fromEntries(units), Object.fromEntries(linesOf(ucum)))
})

const stages = { N: '133933007', I: '133931009', C: '410601007', T: '133937008', A: '133936004' }

t.test('stages of life and severities', async (t) => {
  for (const [letter, code] of Object.entries(stages)) t.equal(lifeStages.get(letter)?.code, code, letter)
  t.strictSame(
    [...severities].map(([digit, { code }]) => [digit, code]),
    [
      ['1', 'A2'],
      ['2', 'A3'],
      ['3', 'A4'],
    ],
  )
})
