/** HL7 code → Health Canada's names of the forms that it stands for (`e2e-export.md` section 5.1). */
const namesByCode: Readonly<Record<string, readonly string[]>> = {
  AER: ['AEROSOL', 'AEROSOL, METERED DOSE'],
  FOAM: ['AEROSOL, FOAM'],
  BAR: ['BAR (CHEWABLE)'],
  CAP: ['CAPSULE'],
  ERCAP: [
    'CAPSULE (CONTROLLED-DELIVERY)',
    'CAPSULE (DELAYED RELEASE)',
    'CAPSULE (EXTENDED RELEASE)',
    'CAPSULE (IMMEDIATE AND DELAYED RELEASE)',
    'CAPSULE (IMMEDIATE AND EXTENDED RELEASE)',
    'CAPSULE (IMMEDIATE RELEASE)',
    'CAPSULE (SUSTAINED-RELEASE)',
  ],
  ENTCAP: ['CAPSULE (ENTERIC-COATED)'],
  CRM: ['CREAM'],
  DISK: ['DISC', 'DISC (EXTENDED-RELEASE)'],
  DOUCHE: ['DOUCHE'],
  DROP: ['DROPS'],
  ELIXIR: ['ELIXIR'],
  ENEMA: ['ENEMA'],
  PATCH: ['FILM, SOLUBLE', 'PATCH', 'PATCH (EXTENDED RELEASE)'],
  GASINHL: ['GAS'],
  GEL: ['GEL'],
  GELAPL: ['GEL (CONTROLLED-RELEASE)'],
  GRAN: [
    'GRANULES',
    'GRANULES FOR SOLUTION',
    'GRANULES FOR SUSPENSION',
    'GRANULES FOR SUSPENSION, DELAYED RELEASE',
    'GRANULES FOR SUSPENSION,EXTENDED RELEASE',
  ],
  GUM: ['GUM'],
  LTN: ['LOTION'],
  ORTROCHE: ['LOZENGE'],
  MDINHL: ['METERED-DOSE AEROSOL', 'METERED-DOSE PUMP'],
  RINSE: ['MOUTHWASH/GARGLE'],
  OINT: ['OINTMENT'],
  PAD: ['PAD'],
  PASTE: ['PASTE'],
  PELLET: ['PELLET', 'PELLET (DENTAL)'],
  PILL: ['PILL'],
  POWD: [
    'POWDER',
    'POWDER (EFFERVESCENT)',
    'POWDER (ENTERIC-COATED)',
    'POWDER (EXTENDED RELEASE)',
    'POWDER (METERED DOSE)',
    'POWDER FOR SOLUTION',
    'POWDER FOR SUSPENSION',
    'POWDER FOR SUSPENSION, SUSTAINED-RELEASE',
  ],
  VAGSUPP: ['RING (SLOW-RELEASE)'],
  SHMP: ['SHAMPOO'],
  BARSOAP: ['SOAP BAR'],
  SOL: ['SOLUTION', 'SOLUTION (EXTENDED RELEASE)', 'SOLUTION (LONG-ACTING)'],
  SPRYADAPT: ['SPRAY', 'SPRAY, BAG-ON-VALVE', 'SPRAY, METERED DOSE'],
  SUPP: ['SUPPOSITORY', 'SUPPOSITORY (SUSTAINED-RELEASE)'],
  SUSP: ['SUSPENSION'],
  ERSUSP: ['SUSPENSION (EXTENDED-RELEASE)', 'SUSPENSION (LENTE)', 'SUSPENSION (ULTRA-LENTE)'],
  SWAB: ['SWAB', 'WIPE'],
  SYRUP: ['SYRUP', 'SYRUP (EXTENDED-RELEASE)'],
  TAB: [
    'TABLET',
    'TABLET (CHEWABLE)',
    'TABLET (COMBINED RELEASE)',
    'TABLET (DELAYED AND EXTENDED RELEASE)',
    'TABLET (DELAYED-RELEASE)',
    'TABLET (EFFERVESCENT)',
    'TABLET (IMMEDIATE AND DELAYED-RELEASE)',
    'TABLET (IMMEDIATE RELEASE)',
    'TABLET (SLOW-RELEASE)',
    'TABLET FOR SUSPENSION',
  ],
  ECTAB: ['TABLET (ENTERIC-COATED)'],
  ERTAB: ['TABLET (EXTENDED-RELEASE)'],
  SLTAB: ['TABLET (ORALLY DISINTEGRATING)'],
  TINC: ['TINCTURE'],
  TPASTE: ['TOOTHPASTE'],
  VAGTAB: ['VAGINAL TABLET', 'VAGINAL TABLET, EFFERVESCENT'],
  WAFER: ['WAFER'],
}

/** Some names are spelt with a comma, with or without a blank behind it; that makes no other form of them. */
const plain = (name: string) =>
  name
    .trim()
    .toUpperCase()
    .replace(/[,\s]+/g, ' ')

const forms: ReadonlyMap<string, string> = new Map(
  Object.entries(namesByCode).flatMap(([code, names]) => names.map((name): [string, string] => [plain(name), code])),
)

/** The HL7 code of a drug form; `undefined` if the table lacks it. */
export const drugFormOf = (name: string | undefined) => forms.get(plain(name ?? ''))
