import { type Day, timeText } from './days.ts'
import { maybeZeroTime } from './dirt.ts'
import type { Life } from './life.ts'
import { between, chance, pick, type Random } from './random.ts'
import type { Row } from './tables.ts'

export type NoteRows = {
  casemgmt_note: Row<'casemgmt_note'>[]
  casemgmt_issue: Row<'casemgmt_issue'>[]
  casemgmt_issue_notes: Row<'casemgmt_issue_notes'>[]
  casemgmt_note_ext: Row<'casemgmt_note_ext'>[]
  casemgmt_note_link: Row<'casemgmt_note_link'>[]
}

/** One saved state of a note. */
export function revision(life: Life, day: Day, note: string, random: Random, number = 1): Row<'casemgmt_note'> {
  return {
    demographic_no: life.demographic_no,
    observation_date: maybeZeroTime(random, timeText(day, between(random, 540, 1020)), 0.01),
    update_date: timeText(day, 1020 + number),
    provider_no: chance(random, 0.98) ? life.provider : '-1',
    signing_provider_no: life.provider,
    note,
    history: `DO-NOT-READ ${note.slice(0, 40)}`,
    signed: 1,
    encounter_type: pick(random, ['face to face encounter with client', 'telephone encounter with client', '']),
    program_no: '10016',
    reporter_caisi_role: '1',
    reporter_program_team: '0',
    uuid: uuidFrom(random),
    locked: pick(random, ['0', null]),
    archived: 0,
    position: 0,
    appointmentNo: 0,
  }
}

export function uuidFrom(random: Random): string {
  const part = (digits: number) =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0')
  return [part(8), part(4), part(4), part(4), part(6) + part(6)].join('-')
}
