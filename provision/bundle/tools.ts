import { $, ProcessOutput } from 'zx/core'
import { EndpointError } from '../endpoint-error.ts'

/** Programs that making a bundle takes, and the Debian packages that bring them. */
const packageOf: Record<string, string> = {
  git: 'git',
  npm: 'npm',
  tar: 'tar',
  cc: 'gcc',
  strip: 'binutils',
  patchelf: 'patchelf',
}

/** Runs a program of this machine to its end; answers its stdout. Raises EndpointError with its own messages. */
export async function runTool(argv: readonly [string, ...string[]], cwd?: string): Promise<string> {
  try {
    return (await $({ quiet: true, ...(cwd !== undefined && { cwd }) })`${argv}`).stdout
  } catch (error) {
    if (!(error instanceof ProcessOutput)) throw error
    const [program] = argv
    const missing = error.exitCode === 127
    throw new EndpointError(missing ? `${program} is not installed` : `${program} failed: ${error.stderr.trim()}`, {
      advice: missing
        ? `run: sudo apt-get install -y ${packageOf[program] ?? program}`
        : 'correct what it complains about and make the bundle again',
      cause: error,
    })
  }
}
