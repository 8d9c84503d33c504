import { entry, rowId, unknown } from '../cda.ts'
import { headings } from '../headings.ts'
import { emptySection, notSupported } from '../section.ts'
import { type Element, element } from '../xml.ts'

/** OSCAR holds no advance directives: always the empty section (`e2e-export.md` section 3). */
export function writeAdvanceDirectives(): Element {
  const skeleton = element(
    'observation',
    { nullFlavor: 'NA', classCode: 'OBS', moodCode: 'EVN' },
    rowId('AdvanceDirectives', 0),
    unknown('code', 'NA'),
    unknown('text', 'NA'),
    element('statusCode', { code: 'Completed' }),
    unknown('effectiveTime', 'NA'),
  )
  return emptySection(headings.advanceDirectives, entry(undefined, skeleton, 'NA'), notSupported)
}
