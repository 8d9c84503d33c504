import { writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Drug } from '../../chart.ts'
import { coded, plainText, unknown } from '../cda.ts'
import { tell, tellNumber, tellUnit } from '../stored-values.ts'
import { drugFormOf } from '../tables/drug-forms.ts'
import { type Frequency, frequencyOf, type Interval, type Often } from '../tables/frequencies.ts'
import { type Child, type Element, element } from '../xml.ts'

/** How much of a drug, how often and how: the inner administration of a prescription (`e2e-export.md` section 4.8). */
export function dosingBlock(row: Drug, product: Element): Element {
  const duration = sayDuration(row)
  return element(
    'substanceAdministration',
    { classCode: 'SBADM', moodCode: 'RQO' },
    duration && plainText(duration),
    timing(frequencyOf(tell(row.freqcode))),
    route(tell(row.route)),
    dose(row),
    formUnit(tell(row.drug_form)),
    product,
  )
}

function sayDuration({ duration, durunit }: Drug): string | undefined {
  const number = tellNumber(duration)
  if (!number || Number(number) === 0) return undefined
  return [tell(duration), tell(durunit)].filter(Boolean).join(' ')
}

function timing(frequency: Frequency | undefined): Element {
  if (!frequency) return unknown('effectiveTime')
  return element(
    'effectiveTime',
    { 'xsi:type': 'PIVL_TS', institutionSpecified: true },
    'times' in frequency ? often(frequency) : between(frequency),
  )
}

const often = ({ times, per, unit }: Often) =>
  element('frequency', {}, element('numerator', { value: times }), element('denominator', { value: per, unit }))

const between = ({ low, high, unit }: Interval) =>
  element(
    'period',
    { 'xsi:type': 'URG_PQ' },
    element('low', { value: low, unit }),
    element('high', { value: high, unit }),
  )

/** The profile has no list of routes: OSCAR's text is the code. */
function route(code: string | undefined): Child {
  return code && coded('routeCode', writtenSystems.route, code, code)
}

function dose({ takemin, takemax, unitName }: Drug): Element {
  const [low, high, unit] = [amount(takemin), amount(takemax), tellUnit(unitName)]
  if (!low && !high) return unknown('doseQuantity')
  return element(
    'doseQuantity',
    {},
    low && element('low', { value: low, unit }),
    high && element('high', { value: high, unit }),
  )
}

/** Whole numbers as the original wrote them: `1.0`. */
function amount(take: number | null): string | undefined {
  if (take === null || !Number.isFinite(take)) return undefined
  return Number.isInteger(take) ? take.toFixed(1) : String(take)
}

function formUnit(form: string | undefined): Child {
  const code = drugFormOf(form)
  return code && coded('administrationUnitCode', writtenSystems.drugForm, code, form)
}
