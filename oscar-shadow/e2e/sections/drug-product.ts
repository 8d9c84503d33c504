import { writtenSystems } from '../../../gateway/e2e-vocabulary.ts'
import type { Drug } from '../../chart.ts'
import { coded, template, unknown } from '../cda.ts'
import { tell, tellCode, tellNumber, tellUnit, tellWhole } from '../stored-values.ts'
import { drugFormOf } from '../tables/drug-forms.ts'
import { type Child, type Element, element } from '../xml.ts'

/** `DRUG` of `e2e-export.md` section 4.8: what is taken; `undefined` makes the null-flavoured one. */
export function drugProduct(drug: Drug | undefined): Element {
  return element(
    'consumable',
    { typeCode: 'CSM' },
    template('drug'),
    element(
      'manufacturedProduct',
      { classCode: 'MANU' },
      element(
        'manufacturedLabeledDrug',
        { classCode: 'MMAT', determinerCode: 'KIND' },
        drug ? contents(drug) : [unknown('code'), unknown('name')],
      ),
    ),
  )
}

/** Generic name, else brand, else what the doctor typed. */
export const drugName = ({ GN, BN, customName }: Drug) => tellWhole(GN) ?? tellWhole(BN) ?? tellWhole(customName)

function contents(drug: Drug): Child[] {
  const [din, atc] = [tellCode(drug.regional_identifier), tellCode(drug.ATC)]
  const [generic, brand, name] = [tellWhole(drug.GN), tellWhole(drug.BN), drugName(drug)]
  return [
    din && coded('code', writtenSystems.din, din, generic),
    atc && coded('code', writtenSystems.atc, atc),
    !din && !atc ? unknown('code') : undefined,
    name ? element('name', {}, name) : unknown('name'),
    brand && element('e2e:desc', {}, brand),
    formCode(tell(drug.drug_form)),
    ingredient(drug, generic),
  ]
}

function formCode(form: string | undefined): Child {
  if (form === undefined) return undefined
  const [code, system] = [drugFormOf(form), writtenSystems.orderableForm]
  if (code) return coded('e2e:formCode', system, code, form)
  return element('e2e:formCode', { nullFlavor: 'OTH', ...system, displayName: form })
}

function ingredient(drug: Drug, generic: string | undefined): Child {
  const strength = strengthOf(drug)
  if (!strength && !generic) return undefined
  return element(
    'e2e:ingredient',
    { classCode: 'INGR' },
    strength,
    element(
      'e2e:ingredient',
      { classCode: 'MMAT', determinerCode: 'KIND' },
      element('e2e:code', { nullFlavor: 'UNK', displayName: generic }),
      generic ? element('e2e:name', {}, generic) : unknown('e2e:name'),
    ),
  )
}

/** `5.0 MG` has its number up to the first blank; the unit has a column of its own. */
function strengthOf({ dosage, unit }: Drug): Child {
  const [value, units] = [tellNumber(tell(dosage)?.split(/\s/)[0]), tellUnit(unit)]
  return value && units ? element('e2e:quantity', { value, unit: units }) : undefined
}
