import t from 'tap'
import type { Answer } from '../../../gateway/hub/ask-gateway.ts'
import { printReport } from '../../../gateway/hub/print-report.ts'
import { showProgress } from '../../../gateway/hub/show-progress.ts'

const answers: Answer[] = [
  { gateway: 'https://a.example:3222', milliseconds: 1234, status: 'complete', values: new Map() },
  { gateway: 'https://bb.example', milliseconds: 60_000, status: 'failed', reason: 'r', advice: 'a' },
]
const aggregate = new Map<string, unknown>([
  ['gender_F', 200],
  ['gender_M', 150.5],
  ['nobody', 0],
  ['list', [1, { a: null }]],
  ['日本', 'text'],
])

t.test('tables stand in columns, numbers to the right', async (t) => {
  t.equal(
    printReport({ answers, aggregate: new Map([...aggregate].slice(0, 3)) }, false),
    `gateway                 status      time
https://a.example:3222  complete   1.2 s
https://bb.example      failed    60.0 s

name      value
gender_F    200
gender_M  150.5
nobody        0
`,
  )
})

t.test('at a terminal a bar shows how large a number is among the others', async (t) => {
  const rows = printReport({ answers, aggregate }, true).split('\n\n')[1]?.split('\n') ?? []
  const bars = rows.map((row) => row.match(/[█▏▎▍▌▋▊▉]+/)?.[0] ?? '')
  t.strictSame(bars, ['', '█'.repeat(30), `${'█'.repeat(22)}▋`, '', '', '', ''])
  t.match(rows[3], /list +\[1,\{"a":null\}\]/)
})

t.test('what a gateway names its values cannot command the terminal', async (t) => {
  const text = printReport({ answers, aggregate: new Map([['a\x1b[2Jb\n', 'x\x07']]) }, true)
  t.notMatch(text, /[\x1b\x07]/)
})

t.test('progress is for terminals only', async (t) => {
  const told = (isTTY: boolean) => {
    const written: string[] = []
    const progress = showProgress(['a', 'b'], { isTTY, write: (text: string) => Boolean(written.push(text)) })
    progress.state('a', 'running')
    progress.end()
    return written
  }
  t.strictSame(told(false), [])
  t.strictSame(told(true), ['\r\x1b[K2 asked', '\r\x1b[K1 running, 1 asked', '\r\x1b[K'])
})
