import { Worker } from 'node:worker_threads'
import type { Answer, Failure, Request, Task, Tasks } from './writer-messages.ts'

type Result = Tasks[keyof Tasks]['result']
type Waiting = { resolve(result: Result): void; reject(error: unknown): void }

/** A thread that does tasks in order; it starts with the first one, and anew after it died. */
export type WriterThread = {
  /** Resolves with the thread's answer; rejects with what `fail` makes of a failure. */
  ask<Kind extends Task['kind']>(task: Extract<Task, { kind: Kind }>): Promise<Tasks[Kind]['result']>
  started(): boolean
}

export function writerThread(script: URL, folder: string, fail: (failure: Failure) => Error): WriterThread {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let tickets = 0

  const settle = ({ ticket, answer }: Answer) => {
    const asked = waiting.get(ticket)
    waiting.delete(ticket)
    if ('result' in answer) asked?.resolve(answer.result)
    else asked?.reject(fail(answer))
  }
  /** Nobody knows what became of the tasks of a dead thread, so none of them is acknowledged. */
  const bury = (dead: Worker, message: string) => {
    if (worker !== dead) return
    worker = undefined
    for (const ticket of [...waiting.keys()]) settle({ ticket, answer: { failure: 'unavailable', message } })
  }
  const start = (): Worker => {
    // None of our flags: some (--input-type) keep a thread from starting.
    const started = new Worker(script, { workerData: { folder }, name: 'record store', execArgv: [] })
    started.on('message', (answers: Answer[]) => {
      answers.forEach(settle)
      // An idle thread keeps no process alive that forgot to close its store.
      if (waiting.size === 0) started.unref()
    })
    started.on('error', (error) => bury(started, `its writer thread failed: ${String(error)}`))
    started.on('exit', () => bury(started, 'its writer thread ended'))
    return started
  }
  return {
    started: () => worker !== undefined,
    ask: (task) =>
      new Promise<Result>((resolve, reject) => {
        worker ??= start()
        worker.ref()
        const request: Request = { ticket: ++tickets, task }
        waiting.set(request.ticket, { resolve, reject })
        worker.postMessage(request)
        // The thread answers each kind of task with the result that `Tasks` names for it.
      }) as Promise<Tasks[typeof task.kind]['result']>,
  }
}
