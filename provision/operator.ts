import { readFileSync } from 'node:fs'

/** The person who provisions, as far as the machine can tell. */
export type Operator = {
  /** Where their SSH connection comes from; undefined for somebody at the machine itself. */
  address: string | undefined
  /** Whether they have shown that a key lets them in, without a password. */
  cameByKey: boolean
}

/** `overSsh` says that our own connection brought the program here, which knows nothing but keys. */
export function whoOperates({ overSsh }: { overSsh: boolean }): Operator {
  return { address: connectionOf(process.pid), cameByKey: overSsh }
}

/** sudo takes SSH_CONNECTION out of the environment, so the processes above are asked as well. */
function connectionOf(pid: number): string | undefined {
  if (pid < 1) return undefined
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
    const address = /(?:^|\0)SSH_CONNECTION=(\S+) /.exec(environment)?.[1]
    // proc(5): the parent comes second after the program's name, which may hold anything.
    const parent = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]
    return address ?? connectionOf(Number(parent))
  } catch {
    return undefined
  }
}
