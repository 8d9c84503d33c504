import type { Address, Facility, Telecom } from '../record.ts'
import { type Element, first, firstAttribute, fullText, select } from './element.ts'
import { codeSystemName, hasCode } from './read-codes.ts'
import { readInterval, readTime } from './read-time.ts'

/** Where an encounter took place: its first service delivery location; absent if there is none. */
export function readFacility(encounter: Element): Facility | undefined {
  for (const participant of select(encounter, 'participant')) {
    if (participant.attributes.typeCode !== 'LOC') continue
    const role = select(participant, 'participantRole').find(({ attributes }) => attributes.classCode === 'SDLOC')
    if (role) return facility(participant, role)
  }
  return undefined
}

function facility(participant: Element, role: Element): Facility {
  const name = first(role, 'playingEntity', 'name')
  const start = firstAttribute(participant, 'value', 'time')
  const addresses = select(role, 'addr').map(readAddress)
  const telecoms = select(role, 'telecom').map(readTelecom)
  return {
    name: name ? fullText(name) : null,
    code: readCode(role),
    ...(start !== undefined && { start_time: readTime(start) }),
    ...readInterval(participant, 'time'),
    ...(addresses.length > 0 && { addresses }),
    ...(telecoms.length > 0 && { telecoms }),
  }
}

function readCode(role: Element): Facility['code'] {
  const { code, codeSystem } = select(role, 'code').find(hasCode)?.attributes ?? {}
  if (code === undefined) return null
  return { code, codeSystemOid: codeSystem ?? null, codeSystem: codeSystemName(codeSystem) }
}

function readAddress(address: Element): Address {
  const part = (name: string) => {
    const element = first(address, name)
    return element ? fullText(element) : null
  }
  return {
    street: select(address, 'streetAddressLine').map(fullText),
    city: part('city'),
    state: part('state'),
    zip: part('postalCode'),
    country: part('country'),
  }
}

const readTelecom = ({ attributes }: Element): Telecom => ({
  use: attributes.use ?? null,
  value: attributes.value ?? null,
})
