import { idRoots } from '../../gateway/e2e-vocabulary.ts'
import type { Provider } from '../chart.ts'
import { template, unknown } from './cda.ts'
import type { Context } from './context.ts'
import { tellCode, tellWhole } from './stored-values.ts'
import { type Attributes, type Element, element } from './xml.ts'

/** Stands for "nobody" in OSCAR's provider columns. */
const nobody = '0'

/** A provider as documents tell them: one number, and whether it is the college's. */
export type Identity = { number: string; root: string; provider: Provider | undefined }

/** Who a provider column means; `undefined` for nobody. The number is the college's, else the billing number, else OSCAR's. */
export function identify(providerNo: string | null, { clinic }: Context): Identity | undefined {
  const number = tellCode(providerNo)
  if (number === undefined) return undefined
  const provider = clinic.providers.get(number)
  if (!provider && number === nobody) return undefined
  const college = tellCode(provider?.practitionerNo)
  if (college) return { number: college, root: idRoots.college, provider }
  return { number: tellCode(provider?.ohip_no) ?? number, root: idRoots.oscar, provider }
}

export const providerId = (identity: Identity | undefined, more: Attributes = {}) =>
  identity ? element('id', { root: identity.root, extension: identity.number, ...more }) : unknown('id')

export function providerName(identity: Identity | undefined): Element {
  if (!identity) return unknown('name')
  return personName(identity.provider?.first_name, identity.provider?.last_name)
}

/**
 * Given and family name; null-flavoured if neither is known. If one is, both elements stand there: importers that find no
 * family name take all there is for one.
 */
export function personName(given: string | null | undefined, family: string | null | undefined): Element {
  const [first, last] = [tellWhole(given), tellWhole(family)]
  if (!first && !last) return unknown('name', 'UNK')
  return element('name', { use: 'L' }, element('given', {}, first), element('family', {}, last))
}

/** `AUT(t, x)`: who wrote something, and when. */
export function author(time: string | undefined, providerNo: string | null, context: Context): Element {
  const identity = identify(providerNo, context)
  return authorOf(time, providerId(identity, { use: 'BUS' }), providerName(identity))
}

export function authorOf(time: string | undefined, id: Element, name: Element): Element {
  return element(
    'author',
    { typeCode: 'AUT', contextControlCode: 'OP' },
    template('author'),
    time ? element('time', { value: time }) : unknown('time', 'UNK'),
    element('assignedAuthor', { classCode: 'ASSIGNED' }, id, person('assignedPerson', name)),
  )
}

export const person = (name: string, personName: Element) =>
  element(name, { classCode: 'PSN', determinerCode: 'INSTANCE' }, personName)
