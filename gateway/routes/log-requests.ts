import type { RequestHandler } from 'express'
import type { Logger } from 'pino'

/**
 * One log line a request: what was asked, how it came out, sizes and durations. The path is that of the route, since
 * one that a stranger made up may hold anything; routes add to the line through `response.locals.log`.
 */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const started = performance.now()
    response.locals.log = {}
    response.on('close', () => {
      log.info(
        {
          method: request.method,
          path: request.route?.path ?? 'none',
          status: response.writableFinished ? response.statusCode : 'cut off',
          milliseconds: Math.round(performance.now() - started),
          ...response.locals.log,
        },
        'request',
      )
    })
    next()
  }
}
