import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'

const limits = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const

/** Runs a program to its end and answers what it printed. Raises with its messages if it fails. */
export function run(program: string, args: readonly string[], input?: string): string {
  return execFileSync(program, args, { ...limits, input: input ?? '', stdio: ['pipe', 'pipe', 'pipe'] })
}

/** Runs a program that may fail: what it printed, and its exit code. */
export async function attempt(
  program: string,
  args: readonly string[],
  { timeout = 120_000 }: { timeout?: number } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await promisify(execFile)(program, [...args], { ...limits, timeout })) }
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string }
    return { code: typeof code === 'number' ? code : 255, stdout, stderr }
  }
}
