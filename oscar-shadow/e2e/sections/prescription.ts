import { idRoots, observationCodes, patientRole, writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Drug } from '../../chart.ts'
import { author, authorOf } from '../author.ts'
import { about, aside, coded, observation, observationType, part, plainText, rowId, template, unknown } from '../cda.ts'
import type { Context } from '../context.ts'
import { hl7Date } from '../stored-times.ts'
import { tellCode, tellWhole } from '../stored-values.ts'
import { type Child, type Element, element } from '../xml.ts'
import { dosingBlock } from './dosing-block.ts'
import { drugProduct } from './drug-product.ts'

/** One prescription of a drug (`e2e-export.md` section 4.8). */
export function prescription(row: Drug, context: Context): Element {
  const product = drugProduct(row)
  return element(
    'substanceAdministration',
    { classCode: 'SBADM', moodCode: 'RQO' },
    rowId('MedicationPrescriptions', row.drugid),
    coded('code', writtenSystems.actCode, 'DRUG', 'Drug Therapy'),
    period(hl7Date(row.rx_date), hl7Date(row.end_date)),
    product,
    prescriber(row, context),
    part(template('dosing'), dosingBlock(row, product)),
    about(template('prn'), observation(observationType(observationCodes.prn), asNeeded(row.prn))),
    instruction(tellWhole(row.special_instruction)),
  )
}

const period = (start: string | undefined, end: string | undefined) =>
  element(
    'effectiveTime',
    { 'xsi:type': 'IVL_TS', operator: 'I' },
    start ? element('low', { value: start }) : unknown('low', 'UNK'),
    end && element('high', { value: end }),
  )

/** Somebody outside the clinic is known by a billing number and by one text for the whole name. */
function prescriber(row: Drug, context: Context): Element {
  const written = hl7Date(row.written_date)
  const [name, number] = [tellWhole(row.outside_provider_name), tellCode(row.outside_provider_ohip)]
  if (!name || !number) return author(written, row.provider_no, context)
  const id = element('id', { root: idRoots.oscar, extension: number, use: 'BUS' })
  return authorOf(written, id, element('name', { use: 'L' }, name))
}

const asNeeded = (prn: number | null) =>
  prn === null
    ? element('value', { 'xsi:type': 'BL', nullFlavor: 'NI' })
    : element('value', { 'xsi:type': 'BL', value: prn !== 0 })

function instruction(text: string | undefined): Child {
  if (text === undefined) return undefined
  const forPatient = element(
    'participant',
    { typeCode: 'PRCP', contextControlCode: 'OP' },
    element('participantRole', { classCode: 'ROL' }, coded('code', writtenSystems.role, patientRole)),
  )
  const told = observation(observationType(observationCodes.instruction), plainText(text), forPatient)
  return aside(template('instruction'), told)
}
