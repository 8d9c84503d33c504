import { idRoots, observationCodes, terms, writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Chart, Drug } from '../../chart.ts'
import { aside, coded, entry, observation, observationType, part, plainText, since, template, unknown } from '../cda.ts'
import type { Context } from '../context.ts'
import { headings } from '../headings.ts'
import { sectionOf } from '../section.ts'
import { hl7Date } from '../stored-times.ts'
import { tell } from '../stored-values.ts'
import { type Child, type Element, element } from '../xml.ts'
import { drugName, drugProduct } from './drug-product.ts'
import { type DrugGroup, groupDrugs, isDated } from './group-drugs.ts'
import { prescription } from './prescription.ts'

/** Medications: one entry a drug, with all its prescriptions (`e2e-export.md` section 4.8). */
export function writeMedications({ drugs }: Chart, context: Context): Element {
  const groups = groupDrugs(drugs).filter((group) => isTellable(group, context))
  const entries = groups.map((group) => entry(template('medication'), medication(group, context)))
  return sectionOf(headings.medications, { entries, narrative: () => [groups.map(sayItem)] }, skeleton, context)
}

/** A drug without any date can't be placed in a patient's history, and no gateway takes it. */
function isTellable(group: DrugGroup, { warn }: Context): boolean {
  if (isDated(group)) return true
  warn('medications: a drug without any date is left out')
  return false
}

function medication(group: DrugGroup, context: Context): Element {
  const [newest] = group
  return element(
    'substanceAdministration',
    { classCode: 'SBADM', moodCode: 'EVN' },
    element('id', { root: idRoots.medication, extension: `Medications-${newest.drugid}` }),
    drugTherapy,
    element('statusCode', { code: isTaken(group, context) ? 'active' : 'completed' }),
    drugProduct(newest),
    term(group),
    lastReview(hl7Date(newest.lastUpdateDate)),
    group.map((row) => part(template('prescription'), prescription(row, context))),
  )
}

const drugTherapy = coded('code', writtenSystems.actCode, 'DRUG', 'Drug Therapy')

/** Whether any prescription that nobody has ended still runs; its last day counts. */
function isTaken(group: DrugGroup, { today }: Context): boolean {
  return group.some((row) => {
    if (row.archived) return false
    const end = hl7Date(row.end_date)
    return Boolean(row.long_term) || (end !== undefined && end >= today.slice(0, end.length))
  })
}

/** For long or not, by the prescriptions that nobody has ended, or by all if there are none. */
function term(group: DrugGroup): Element {
  const current = group.filter(({ archived }) => !archived)
  const isLong = (current.length > 0 ? current : group).some(({ long_term }) => long_term)
  const text = plainText(isLong ? terms.long : terms.short)
  return part(template('longTerm'), observation(observationType(observationCodes.longTerm), text))
}

function lastReview(date: string | undefined): Child {
  if (date === undefined) return undefined
  return aside(template('date'), observation(observationType(observationCodes.date), since(date)))
}

function sayItem([newest]: DrugGroup): string {
  const { BN, dosage, freqcode, duration, durunit }: Drug = newest
  const name = tell(BN) ?? [drugName(newest), tell(dosage)].filter(Boolean).join(' ')
  return [name, tell(freqcode), tell(duration), tell(durunit)].filter(Boolean).join(' ')
}

function skeleton(): Element {
  const nothing = element(
    'substanceAdministration',
    { nullFlavor: 'NI', classCode: 'SBADM', moodCode: 'EVN' },
    element('id', { root: idRoots.medication, extension: 'Medications-0' }),
    unknown('code'),
    unknown('statusCode'),
    drugProduct(undefined),
    part(template('longTerm'), observation(observationType(observationCodes.longTerm), unknown('text'))),
  )
  return entry(template('medication'), nothing, 'NI')
}
