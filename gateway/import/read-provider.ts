import type { Provider, UnixSeconds } from '../record.ts'
import type { Context } from './context.ts'
import { type Element, first, firstValue, fullText, select } from './element.ts'
import { timeOf } from './read-time.ts'

type Period = { start: UnixSeconds | null; end: UnixSeconds | null }
type Parts = { name: Element | undefined; titled: boolean; specialty: string; id: string }

/** The provider of an encounter: its first performing participant, unknown if there is none. */
export function readPerformer(encounter: Element, period: Period, context: Context): Provider {
  const role = select(encounter, 'participant')
    .filter(({ attributes }) => attributes.typeCode === 'PRF')
    .flatMap((participant) => select(participant, 'participantRole'))[0]
  const person = role && select(role, 'playingEntity').find(({ attributes }) => attributes.classCode === 'PSN')
  return provider(
    {
      name: first(person, 'name'),
      titled: true,
      specialty: first(role, 'code')?.attributes.code ?? '',
      id: (role && firstValue(role, 'extension', 'id')) ?? '',
    },
    period,
    context,
  )
}

/**
 * The provider that an `author` element names; `undefined` if it has no assigned author. Problems tell title and
 * specialty; for prescriptions (`plain`) the original leaves both out of the hash.
 */
export function readAuthor(author: Element, context: Context, { plain = false } = {}): Provider | undefined {
  const assigned = first(author, 'assignedAuthor')
  if (!assigned) return undefined
  return provider(
    {
      name: first(assigned, 'assignedPerson', 'name'),
      titled: !plain,
      specialty: plain ? '' : (first(assigned, 'code')?.attributes.code ?? ''),
      id: firstValue(assigned, 'extension', 'id') ?? '',
    },
    { start: timeOf(first(author, 'time')), end: null },
    context,
  )
}

/** The provider object of `e2e-import.md` section 4: nothing of the person but one hash over all parts. */
function provider({ name, titled, specialty, id }: Parts, { start, end }: Period, context: Context): Provider {
  const families = name ? select(name, 'family') : []
  const family = families.length > 0 ? runTogether(families) : name ? fullText(name) : ''
  const title = titled && name ? runTogether(select(name, 'prefix')) : ''
  const given = name ? runTogether(select(name, 'given')) : ''
  const pseudonym = context.pseudonym(title + given + family + specialty + id)
  return {
    title: '',
    given_name: '',
    family_name: pseudonym,
    specialty: '',
    npi: pseudonym,
    start,
    end,
    organization: {},
  }
}

const runTogether = (elements: readonly Element[]) => elements.map(fullText).join('')
