import type { Drug } from '../../chart.ts'
import { hl7Date } from '../stored-times.ts'
import { tell, tellCode } from '../stored-values.ts'
import { drugName } from './drug-product.ts'

/** The prescriptions of one drug, the newest first. */
export type DrugGroup = readonly [Drug, ...Drug[]]

/**
 * One group for each DIN, in the order of the DINs, then each drug without one by its name. What a user deleted because
 * it had been entered in error is left out; what is only discontinued stays as history (`oscar-schema.md` section 5).
 */
export function groupDrugs(drugs: readonly Drug[]): DrugGroup[] {
  const newestFirst = drugs.filter((drug) => !isMistake(drug)).toSorted((a, b) => b.drugid - a.drugid)
  const groups = new Map<string, [Drug, ...Drug[]]>()
  for (const drug of newestFirst) {
    const key = keyOf(drug)
    const group = groups.get(key)
    if (group) group.push(drug)
    else groups.set(key, [drug])
  }
  return [...groups.values()].toSorted(([a], [b]) => compare(placeOf(a), placeOf(b)))
}

const isMistake = ({ archived, archived_reason }: Drug) =>
  Boolean(archived) && tell(archived_reason)?.toLowerCase() === 'deleted'

export const dinOf = ({ regional_identifier }: Drug) => tellCode(regional_identifier)

/** The same DIN with and without its leading zeros is one drug; without a DIN each row is one. */
function keyOf(drug: Drug): string {
  const din = dinOf(drug)
  return din === undefined ? `drug ${drug.drugid}` : `DIN ${din.replace(/^0+(?=\d)/, '')}`
}

type Place = { din: number; name: string }

function placeOf(drug: Drug): Place {
  const din = dinOf(drug)
  return {
    din: din && /^\d+$/.test(din) ? Number(din) : Number.POSITIVE_INFINITY,
    name: (tell(drug.BN) ?? drugName(drug) ?? '').toLowerCase(),
  }
}

function compare(a: Place, b: Place): number {
  if (a.din !== b.din) return a.din < b.din ? -1 : 1
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

/**
 * Whether the gateway can place the drug in time: by the start or end of any prescription, or by when the newest was
 * written (`e2e-import.md` section 8).
 */
export const isDated = (group: DrugGroup) =>
  hl7Date(group[0].written_date) !== undefined ||
  group.some(({ rx_date, end_date }) => hl7Date(rx_date) !== undefined || hl7Date(end_date) !== undefined)
