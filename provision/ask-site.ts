import { createInterface } from 'node:readline/promises'
import { EndpointError } from './endpoint-error.ts'
import { Machine, Network, TimeZone, WebAddress } from './site/shapes.ts'
import { surroundings } from './site/surroundings.ts'

/** Facts of a site that have no default, by the names of their flags; several networks are separated by blanks. */
export type Answers = Partial<Record<(typeof questions)[number]['name'], string>>

const networks = (text: string) => text.split(/[\s,]+/).flatMap((part) => Network.safeParse(part).error?.issues ?? [])

type Complaint = { message: string }

/** `wrong` answers what is wrong with an answer. */
export const questions = [
  {
    ...{ name: 'name', required: true, asks: 'Name of this endpoint, such as clinic-07' },
    wrong: (text: string): readonly Complaint[] => surroundings.name.safeParse(text).error?.issues ?? [],
  },
  {
    ...{ name: 'network', required: true, asks: "The clinic's network, such as 10.44.0.0/24" },
    wrong: (text: string): readonly Complaint[] => Network.safeParse(text).error?.issues ?? [],
  },
  {
    ...{ name: 'backup-oscar', required: false, asks: "The backup OSCAR's database server, HOST or HOST:PORT" },
    wrong: (text: string): readonly Complaint[] => Machine.safeParse(text).error?.issues ?? [],
  },
  {
    ...{ name: 'ssh-from', required: false, asks: "Networks that technicians log in from (nothing: the clinic's)" },
    wrong: (text: string): readonly Complaint[] => networks(text),
  },
  {
    ...{ name: 'hub', required: false, asks: 'Address of the hub, such as https://hub.example.org' },
    wrong: (text: string): readonly Complaint[] => WebAddress.safeParse(text).error?.issues ?? [],
  },
  {
    ...{ name: 'time-zone', required: false, asks: 'Time zone (nothing: America/Vancouver)' },
    wrong: (text: string): readonly Complaint[] => TimeZone.safeParse(text).error?.issues ?? [],
  },
] as const

/** Asks for what isn't given, each until the answer is right. Raises EndpointError when the questions are broken off. */
export async function askSite(
  given: Answers,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<Answers> {
  using terminal = createInterface({ input, output })
  // Lines wait their turn, also those that were pasted at once; Ctrl-C and Ctrl-D end them.
  const lines = terminal[Symbol.asyncIterator]()
  let over = false
  terminal.once('close', () => {
    over = true
  })
  const put = async (text: string): Promise<string> => {
    terminal.setPrompt(text)
    if (!over) terminal.prompt()
    const { value, done } = await lines.next()
    if (!done) return value.trim()
    throw new EndpointError('broken off; nothing was written', { advice: 'run it again, or give the facts as flags' })
  }
  const answers = { ...given }
  for (const question of questions) {
    if (answers[question.name] !== undefined) continue
    const answer = await ask(question, put, output)
    if (answer !== '') answers[question.name] = answer
  }
  return answers
}

async function ask(
  { asks, required, wrong }: (typeof questions)[number],
  put: (text: string) => Promise<string>,
  output: NodeJS.WritableStream,
): Promise<string> {
  for (;;) {
    const answer = await put(`${asks}: `)
    if (answer === '' && !required) return ''
    const [complaint] = answer === '' ? [{ message: 'this one is needed' }] : wrong(answer)
    if (!complaint) return answer
    output.write(`  ${complaint.message}\n`)
  }
}
