import { longTermTemplate, observationCodes, patientRole, terms } from '../e2e-vocabulary.ts'
import type { Codes, Medication, Order } from '../record.ts'
import type { Context } from './context.ts'
import { readDose, readProductForm, readRoute, readStrengths, readTiming } from './dosing.ts'
import { type Element, first, firstAttribute, joinTexts, ownText, select } from './element.ts'
import { coded } from './observations.ts'
import { readCodes, withTranslations } from './read-codes.ts'
import { readAuthor } from './read-provider.ts'
import { readDates, timeOf } from './read-time.ts'

const drugPath = ['consumable', 'manufacturedProduct', 'manufacturedLabeledDrug'] as const

/**
 * One entry of the medications section: one drug with all its prescriptions (`e2e-import.md` section 8). Undefined for
 * an unusable one: without any code, or without any date.
 */
export function readMedication(administration: Element, context: Context): Medication | undefined {
  const drugs = select(administration, ...drugPath)
  const codes = withAtc(readCodes(withTranslations(drugs.flatMap((drug) => select(drug, 'code')))), context)
  const prescriptions = select(administration, 'entryRelationship', 'substanceAdministration')
  const dates = readPrescriptionDates(prescriptions)
  if (Object.keys(codes).length === 0 || Object.values(dates).every((date) => date === null)) return undefined

  const blocks = prescriptions.flatMap((it) => select(it, 'entryRelationship', 'substanceAdministration'))
  const orders = prescriptions.map((prescription) => readOrder(prescription, context))
  const longTerm = readLongTerm(administration)
  const { dose, quantity } = readDose(blocks)
  const name = drugs.flatMap((drug) => select(drug, 'e2e:desc'))[0] ?? drugs.flatMap((drug) => select(drug, 'name'))[0]
  const values = readStrengths(drugs, quantity)
  return {
    codes,
    mood_code: 'EVN',
    _type: 'Medication',
    administrationTiming: readTiming(blocks),
    freeTextSig: readInstructions(prescriptions) + readFlags(orders, longTerm),
    dose,
    statusOfMedication: { value: firstAttribute(administration, 'code', 'statusCode') ?? '' },
    longTerm,
    route: readRoute(blocks),
    productForm: readProductForm(blocks),
    ...(name && { description: ownText(name) }),
    ...dates,
    ...(values && { values }),
    orderInformation: orders,
  }
}

/**
 * The document's first ATC code alone; if it has none, the one that the table has for a DIN (K6). DINs stay as written.
 */
function withAtc(codes: Codes, { atcByDin }: Context): Codes {
  const written = codes.whoATC?.[0]
  const known = () => codes['HC-DIN']?.map((din) => atcByDin.get(din.padStart(8, '0'))).find((atc) => atc !== undefined)
  const atc = written ?? known()
  return atc === undefined ? codes : { ...codes, whoATC: [atc] }
}

/** Start and end of one and the same prescription, so that an open one does not look ended (K12). */
function readPrescriptionDates(prescriptions: readonly Element[]): ReturnType<typeof readDates> {
  const dated = prescriptions.map(readDates).find((dates) => Object.values(dates).some((date) => date !== null))
  const author = prescriptions.flatMap((prescription) => select(prescription, 'author'))[0]
  return { ...dated, ...(author && { time: timeOf(first(author, 'time')) }) }
}

function readOrder(prescription: Element, context: Context): Order {
  const { start_time, end_time } = readDates(prescription)
  const author = first(prescription, 'author')
  const performer = author && readAuthor(author, context, { plain: true })
  return {
    prn: readPrn(prescription),
    ...(start_time !== undefined && { orderDateTime: start_time }),
    ...(end_time !== undefined && { orderExpirationDateTime: end_time }),
    ...(performer && { performer }),
  }
}

function readPrn(prescription: Element): boolean | null {
  const indicators = coded(select(prescription, 'entryRelationship', 'observation'), observationCodes.prn)
  const value = indicators.flatMap((it) => select(it, 'value'))[0]?.attributes.value
  return value === 'true' ? true : value === 'false' ? false : null
}

function readLongTerm(administration: Element): boolean | null {
  const relationships = select(administration, 'entryRelationship').filter((relationship) =>
    select(relationship, 'templateId').some(({ attributes }) => attributes.root === longTermTemplate),
  )
  const observations = coded(
    relationships.flatMap((it) => select(it, 'observation')),
    observationCodes.longTerm,
  )
  const texts = observations.flatMap((it) => select(it, 'text')).map((text) => ownText(text).trim())
  if (texts.includes(terms.long)) return true
  return texts.includes(terms.short) ? false : null
}

/** What the patient is told: instructions whose participant is the patient by code, else by class. */
function readInstructions(prescriptions: readonly Element[]): string {
  const instructions = coded(
    prescriptions.flatMap((it) => select(it, 'entryRelationship', 'observation')),
    observationCodes.instruction,
  )
  const roles = (instruction: Element) => select(instruction, 'participant', 'participantRole')
  const byCode = instructions.filter((it) =>
    roles(it).some((role) => select(role, 'code').some(({ attributes }) => attributes.code === patientRole)),
  )
  const byClass = instructions.filter((it) => roles(it).some(({ attributes }) => attributes.classCode === patientRole))
  const textOf = (observations: readonly Element[]) =>
    joinTexts(
      observations.flatMap((it) => select(it, 'text')),
      ownText,
    )
  return textOf(byCode) || textOf(byClass)
}

/** Marks within the free text that the patient API searches for. */
function readFlags(orders: readonly Order[], longTerm: boolean | null): string {
  const prn = orders.find((order) => order.prn !== null)?.prn
  return `${prn ? ' E2E_PRN_FLAG' : ''}${longTerm ? ' E2E_LONG_TERM_FLAG' : ''}`
}
