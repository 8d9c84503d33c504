import { boxIssues } from './clinic-wide-rows.ts'
import { timeText } from './days.ts'
import type { NextKey } from './family.ts'
import type { Life } from './life.ts'
import { type NoteRows, revision, uuidFrom } from './note-revision.ts'
import { boxTexts } from './note-text.ts'
import { between, chance, pick, type Random } from './random.ts'

/** Notes that stand in the boxes of the chart; every revision is linked to its issue. */
export function boxNotes(rows: NoteRows, life: Life, random: Random, next: NextKey): void {
  for (const { code, issue_id } of boxIssues) {
    if (!chance(random, 0.08 + life.conditions.length * 0.03)) continue
    const id = next('casemgmt_issue')
    rows.casemgmt_issue.push({ id, ...issueRow(life, issue_id) })
    const uuid = uuidFrom(random)
    const archived = chance(random, 0.1) ? 1 : 0
    for (let revisions = chance(random, 0.3) ? 2 : 1; revisions > 0; revisions--) {
      const note_id = next('casemgmt_note')
      const text = pick(random, boxTexts[code] ?? [])
      rows.casemgmt_note.push({ note_id, ...revision(life, pick(random, life.visits), text, random), uuid, archived })
      rows.casemgmt_issue_notes.push({ id, note_id })
      if (chance(random, 0.03)) rows.casemgmt_issue_notes.push({ id, note_id })
      if (code === 'FamHistory') addDetails(rows, note_id, random, next)
    }
    // The note of another patient whose rows are long gone.
    if (chance(random, 0.01)) rows.casemgmt_issue_notes.push({ id, note_id: 2_000_000_000 + id })
  }
}

const issueRow = (life: Life, issue_id: number) => ({
  demographic_no: String(life.demographic_no),
  issue_id,
  acute: 0,
  certain: 1,
  major: 0,
  resolved: 0,
  program_id: 10016,
  type: 'doctor',
  update_date: timeText(life.last, 720),
})

function addDetails({ casemgmt_note_ext }: NoteRows, note_id: number, random: Random, next: NextKey): void {
  const details: [key_val: string, value: string, date_value: string | null][] = [
    ['Relationship', pick(random, ['Father', 'mother', 'half-sister', 'third cousin <once removed>', '']), null],
    ['Age at Onset', pick(random, ['40', 'about 40', '']), null],
    ['Life Stage', pick(random, ['A', 'C', '']), null],
    ['Start Date', pick(random, ['YYYY', 'YYYY-MM', '']), `${between(random, 1950, 2010)}-01-01`],
    ['Treatment', pick(random, ['diet & exercise', '']), null],
  ]
  for (const [key_val, value, date_value] of details.filter(() => chance(random, 0.7))) {
    casemgmt_note_ext.push({ id: next('casemgmt_note_ext'), note_id, key_val, value, date_value })
  }
}
