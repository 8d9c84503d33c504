import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const endpoint = fileURLToPath(new URL('../endpoint.ts', import.meta.url))

export type Run = { code: number | null; stdout: string; stderr: string }

/** Runs the front door as a user does, without a terminal, and answers what came of it. */
export async function run(args: string[], { input = '', cwd }: { input?: string; cwd?: string } = {}): Promise<Run> {
  // Tap's loader rides in NODE_OPTIONS; a user has none.
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(process.execPath, [endpoint, ...args], { env, ...(cwd !== undefined && { cwd }) })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, stdout, stderr }
}
