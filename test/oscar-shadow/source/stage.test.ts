import { readdirSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { decoderFor } from '../../../oscar-shadow/source/decode-text.ts'
import { openStage } from '../../../oscar-shadow/source/stage.ts'

const latin1 = (...names: string[]) => names.map((name) => ({ name, decode: decoderFor('latin1') }))

t.test('what spills to disk has no name, and is for the owner alone', async (t) => {
  const folder = join(t.testdir({}), 'stage')
  const stage = openStage(folder)
  const notes = stage.fill('casemgmt_note', latin1('note_id', 'demographic_no', 'note'))
  for (let id = 1; id <= 400; id++) notes.add([id, 1, 'x'.repeat(100_000)])
  notes.end()
  const open = readdirSync('/proc/self/fd').map((descriptor) => {
    try {
      return { descriptor, path: readlinkSync(`/proc/self/fd/${descriptor}`) }
    } catch {
      return { descriptor, path: '' }
    }
  })
  const spilt = open.filter(({ path }) => path.startsWith(folder))
  t.ok(spilt.length > 0, 'it spills')
  for (const { descriptor } of spilt) t.equal(statSync(`/proc/self/fd/${descriptor}`).mode & 0o777, 0o600)
  t.strictSame(readdirSync(folder), [])
  t.equal(statSync(folder).mode & 0o777, 0o700)
  stage.close()
})

t.test('rows are counted, and of rows with one key the last counts', async (t) => {
  const stage = openStage(t.testdir({}))
  const drugs = stage.fill('drugs', latin1('drugid', 'BN', 'takemin'))
  drugs.add([1, Buffer.from('A'), '1.5'])
  drugs.add(['1', Buffer.from('B'), 2])
  drugs.add([null, Buffer.from('C'), 2])
  drugs.end()
  t.equal(stage.rows.get('drugs'), 3)
  t.strictSame(
    stage.db
      .prepare('SELECT drugid, BN, takemin, GN FROM drugs')
      .all()
      .map((row) => ({ ...row })),
    [{ drugid: 1, BN: 'B', takemin: 2, GN: null }],
  )
  stage.close()
})

t.test('the text of locked notes and drafts is not kept', async (t) => {
  const stage = openStage(t.testdir({}))
  const notes = stage.fill('casemgmt_note', latin1('note_id', 'note', 'locked', 'signed'))
  notes.add([1, Buffer.from('one'), Buffer.from('1'), 1])
  notes.add([2, Buffer.from('two'), null, 0])
  notes.add([3, Buffer.from('three'), Buffer.from('0'), 1])
  t.strictSame(
    stage.db
      .prepare('SELECT note FROM casemgmt_note ORDER BY note_id')
      .all()
      .map(({ note }) => note),
    [null, null, 'three'],
  )
  stage.close()
})
