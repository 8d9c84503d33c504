import type { Note } from '../chart.ts'
import { hl7Time } from './stored-times.ts'

/** The boxes of OSCAR's chart that are a section of their own in the document, and which one. */
const sectionByBox = {
  Reminders: 'alerts',
  FamHistory: 'family history',
  RiskFactors: 'risk factors',
  SocHistory: 'risk factors',
} as const

type Box = keyof typeof sectionByBox

/** The notes that stand in one of the boxes given, by the date of what they tell. */
export const boxNotes = (notes: readonly Note[], ...boxes: Box[]) =>
  byDate(notes.filter((note) => !note.annotation && boxes.some((box) => note.boxes.includes(box))))

/**
 * The notes of encounters: those that no section of their own tells. What stands in the boxes MedHistory, Concerns and
 * OMeds has none in E2E, so it is here, as it was in the original.
 */
export const encounterNotes = (notes: readonly Note[]) =>
  byDate(notes.filter((note) => !note.annotation && !note.boxes.some((box) => Object.hasOwn(sectionByBox, box))))

function byDate(notes: readonly Note[]): Note[] {
  const dated = notes.map((note) => ({ note, date: hl7Time(note.observation_date) ?? '' }))
  return dated
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.note.note_id - b.note.note_id))
    .map(({ note }) => note)
}
