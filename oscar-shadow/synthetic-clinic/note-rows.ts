import { boxNotes } from './box-notes.ts'
import { type Day, dateText } from './days.ts'
import type { Family } from './family.ts'
import type { Life } from './life.ts'
import { type NoteRows, revision, uuidFrom } from './note-revision.ts'
import { noteText } from './note-text.ts'
import { between, chance, pick, pickWeighted, type Random } from './random.ts'

/** The chart: encounter notes, annotations, and the notes of the boxes (CPP). */
export const noteFamily: Family = {
  tables: ['casemgmt_note', 'casemgmt_issue', 'casemgmt_issue_notes', 'casemgmt_note_ext', 'casemgmt_note_link'],
  rows(life, random, next) {
    const rows: NoteRows = {
      casemgmt_note: [],
      casemgmt_issue: [],
      casemgmt_issue_notes: [],
      casemgmt_note_ext: [],
      casemgmt_note_link: [],
    }
    for (const day of life.visits) addEncounter(rows, day, life, random, () => next('casemgmt_note'))
    if (chance(random, 0.05)) {
      const note_id = next('casemgmt_note')
      rows.casemgmt_note.push({ note_id, ...revision(life, life.last, 'Annotation: <invented> remark', random) })
      rows.casemgmt_note_link.push({
        id: next('casemgmt_note_link'),
        table_name: between(random, 2, 10),
        table_id: between(random, 1, 100),
        note_id,
        other_id: null,
      })
    }
    boxNotes(rows, life, random, next)
    return rows
  },
}

/** Each save of a note is a row of its own with the same uuid. */
function addEncounter({ casemgmt_note }: NoteRows, day: Day, life: Life, random: Random, nextNote: () => number): void {
  const text = noteText(random, dateText(day))
  const shared = {
    uuid: chance(random, 0.04) ? null : uuidFrom(random),
    billing_code: pick(random, ['', '', life.conditions[0]?.icd9 ?? '', '4660', 'xx']),
    ...(chance(random, 0.02) && { locked: '1', password: 'invented' }),
  }
  const revisions =
    shared.uuid === null
      ? 1
      : pickWeighted(random, [
          [1, 50],
          [2, 35],
          [3, 12],
          [5, 3],
        ])
  for (let number = 1; number <= revisions; number++) {
    const signed = number < revisions || chance(random, 0.94) ? 1 : 0
    const soFar = number === revisions ? text : text.slice(0, Math.ceil((text.length * number) / revisions))
    casemgmt_note.push({ note_id: nextNote(), ...revision(life, day, soFar, random, number), ...shared, signed })
  }
}
