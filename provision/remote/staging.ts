import { rm } from 'node:fs/promises'

/** Where the operator's end puts what it brings; `mktemp` makes the end of the name. */
export const stagingPattern = '/var/tmp/scoop-endpoint.XXXXXXXX'

/**
 * Removes what was brought, also when the operator's end is gone and can't do it any more; never another folder than one
 * that was made for it.
 */
export function removeStaging(folder: string): AsyncDisposable {
  const isStaging = /^\/var\/tmp\/scoop-endpoint\.\w{8}$/.test(folder)
  return {
    async [Symbol.asyncDispose]() {
      if (isStaging) await rm(folder, { recursive: true, force: true })
    },
  }
}
