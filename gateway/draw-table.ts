import { Table } from 'console-table-printer'

const none = { left: '', mid: '', right: '', other: '' }
const borderless = { headerTop: none, headerBottom: none, tableBottom: none, vertical: '' }

/** Columns under their heads, without borders, so that grep and cut can use them; numbers stand to the right. */
export function drawTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = heads.map((title, column) => ({
    name: String(column),
    title,
    alignment: rows.every((row) => /^-?[\d.]+( s)?$/.test(row[column] ?? '')) ? ('right' as const) : ('left' as const),
  }))
  const table = new Table({ columns, style: borderless, shouldDisableColors: true })
  for (const row of rows) table.addRow(Object.fromEntries(row.entries()))
  const lines = table.render().split('\n')
  return lines.flatMap((line) => (line.trim() === '' ? [] : `${line.slice(1).trimEnd()}\n`)).join('')
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** A horizontal bar for a number among others: the largest is so many characters wide. None for what has no length. */
export function bar(value: unknown, largest: number, width = 30): string {
  if (typeof value !== 'number' || !(value > 0) || !(largest > 0)) return ''
  const parts = Math.round((value / largest) * width * 8)
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '')
}
