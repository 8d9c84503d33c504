import { hl7Date } from './stored-times.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A line of narrative that begins with a date, `MMM dd, yyyy`, as far as it is known. */
export function sayDate(stored: string | null, text: string | undefined): string {
  const date = hl7Date(stored) ?? ''
  const [year, month, day] = [date.slice(0, 4), months[Number(date.slice(4, 6)) - 1] ?? '', date.slice(6, 8)]
  const monthAndDay = [month, day].filter(Boolean).join(' ')
  return [[monthAndDay, year].filter(Boolean).join(', '), text].filter(Boolean).join(' ')
}
