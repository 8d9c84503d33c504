import { writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { LabResult } from '../../chart.ts'
import { coded, plainText, textValue } from '../cda.ts'
import { tell, tellNumber, tellWhole } from '../stored-values.ts'
import { type Child, type Element, element } from '../xml.ts'

type Ext = LabResult['ext']

/** What is usual for a result, in the laboratory's words or from its limits; `undefined` if neither is there. */
export function referenceRange(ext: Ext): Child {
  const sentence = sayRange(ext)
  if (sentence === undefined) return undefined
  return element(
    'referenceRange',
    { typeCode: 'REFV' },
    element(
      'observationRange',
      { classCode: 'OBS', moodCode: 'EVN.CRT' },
      coded('code', writtenSystems.rangeKind, 'N'),
      plainText(sentence),
      limits(ext) ?? textValue(sentence),
    ),
  )
}

/**
 * The range as a sentence. OSCAR 12.1 lost most upper limits, so that a lower one alone is told as such and not as
 * "anything above".
 */
export function sayRange({ range, minimum, maximum }: Ext): string | undefined {
  const told = tellWhole(range)
  if (told) return told
  const [low, high] = [tell(minimum), tell(maximum)]
  if (low && high) return `${low} - ${high}`
  return low ? `from ${low}` : high && `up to ${high}`
}

/** The limits as numbers, where there is no range in words and all that is there are numbers. */
function limits({ range, minimum, maximum }: Ext): Element | undefined {
  const numbers = [tellNumber(minimum), tellNumber(maximum)]
  if (tell(range) || [minimum, maximum].some((limit, index) => tell(limit) && !numbers[index])) return undefined
  const [low, high] = numbers
  return element(
    'value',
    { 'xsi:type': 'IVL_REAL' },
    low && element('low', { value: low }),
    high && element('high', { value: high }),
  )
}
