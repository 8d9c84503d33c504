// The gateway reads what a process sends that may have come out of its realm.
import t from 'tap'
import { frame, frameReader } from '../../../../gateway/query/sandbox/frames.ts'

t.test('frames are cut out of bytes however these arrive', async (t) => {
  const sent = Buffer.concat([
    frame('answer', Buffer.from('one')),
    frame('failure'),
    frame('answer', Buffer.from('two')),
  ])
  for (let piece = 1; piece <= sent.length; piece++) {
    const read = frameReader(100)
    const bodies: string[] = []
    for (let at = 0; at < sent.length; at += piece) {
      for (const { body } of read(sent.subarray(at, at + piece))) bodies.push(body.toString())
    }
    t.strictSame(bodies, ['one', '', 'two'], `${piece} bytes at a time`)
  }
})

t.test('a frame larger than any answer is refused by its header alone', async (t) => {
  const header = Buffer.from([7, 0xff, 0xff, 0xff, 0xff])
  t.throws(() => frameReader(1e6)(header), { name: 'RangeError' })
})

t.test('empty frames without end are not copied over and over', async (t) => {
  const flood = Buffer.concat(Array.from({ length: 13_000 }, () => frame('answer')))
  const frames = frameReader(100)(flood)
  t.equal(frames.length, 13_000)
  t.equal(frames.at(-1)?.body.buffer, flood.buffer, 'the bytes are those that arrived')
})
