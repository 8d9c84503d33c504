import { DatabaseSync } from 'node:sqlite'
import t from 'tap'
import { stateError } from '../../oscar-shadow/state-errors.ts'
import { EndpointError } from '../../provision/endpoint-error.ts'

t.test('a disk that is full is told alike, whether a file or the stage finds it', async (t) => {
  const db = new DatabaseSync(':memory:')
  t.teardown(() => db.close())
  db.exec('PRAGMA max_page_count = 2; CREATE TABLE notes (note TEXT)')
  const full = await Promise.resolve()
    .then(() => db.exec('INSERT INTO notes VALUES (zeroblob(100000))'))
    .catch((error: unknown) => error)
  for (const error of [full, Object.assign(new Error('write'), { code: 'ENOSPC' })]) {
    t.match(stateError('/state', error), {
      name: 'EndpointError',
      message: "the export can't keep its state in /state: its disk is full (ENOSPC)",
      advice: /make room/,
    })
  }
})

t.test('what has nothing to do with the folder stays as it is', async (t) => {
  const elsewhere = Object.assign(new Error('open'), { code: 'EACCES', path: '/backup/oscar.sql' })
  const errors = [elsewhere, new EndpointError('said', { advice: 'done' }), new TypeError('a fault of ours'), 'thrown']
  for (const error of errors) t.equal(stateError('/state', error), error)
})
