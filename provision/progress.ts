import { styleText } from 'node:util'
import type { Settled, Told } from './settle.ts'

type Tell = (told: Told) => void

/** JSON lines, from the machine that is provisioned to the operator's. */
export function relayLines(): Tell {
  return (told) => void process.stdout.write(`${JSON.stringify(told)}\n`)
}

/** For the person at the terminal: a line a step, its changes, and diffs where nothing is changed yet. */
export function showProgress({ plan }: { plan: boolean }): Tell {
  const stream = process.stderr
  const print = (line: string) => void stream.write(`${line}\n`)
  const paint = (colour: 'green' | 'yellow' | 'dim' | 'red', words: string) => styleText(colour, words, { stream })
  const showDiff = (diff: string) => {
    for (const line of diff.trimEnd().split('\n')) {
      const colour = line.startsWith('+') ? 'green' : line.startsWith('-') ? 'red' : 'dim'
      print(`      ${paint(colour, line)}`)
    }
  }
  const showSettled = ({ step, outcome, changes, note, milliseconds }: Settled) => {
    const colour = outcome === 'unchanged' ? 'green' : outcome === 'troubled' ? 'red' : 'yellow'
    print(`${paint(colour, outcome.padEnd(9))} ${step} ${paint('dim', `${(milliseconds / 1000).toFixed(1)} s`)}`)
    if (note) print(note.replace(/^/gm, '    '))
    if (!plan) return
    for (const { summary, diff } of changes) {
      print(`    ${summary}`)
      if (diff) showDiff(diff)
    }
  }
  return (told) => {
    if (told.kind === 'settled') showSettled(told)
    else if (told.kind === 'change') print(`    ${told.step}: ${told.summary}`)
  }
}
