import t from 'tap'
import { multipart } from '../../../gateway/hub/multipart.ts'

const texts = { map: 'function map(p) {\r\n}', reduce: 'é', filter: null, functions: null }

t.test('a submission is what the original hub sends, byte for byte', async (t) => {
  const { contentType, body } = multipart({ ...texts, filter: '', functions: 'f' })
  t.equal(contentType, 'multipart/form-data; boundary=-----------RubyMultipartPost')
  const part = (name: string, type: string, length: number, content: string) =>
    '-------------RubyMultipartPost\r\n' +
    `Content-Disposition: form-data; name="${name}"; filename="local.path"\r\n` +
    `Content-Length: ${length}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: binary\r\n\r\n${content}\r\n`
  t.equal(
    body.toString(),
    part('map', 'application/javascript', 20, 'function map(p) {\r\n}') +
      part('reduce', 'application/javascript', 2, 'é') +
      part('filter', 'application/json', 0, '') +
      part('functions', 'application/json', 1, 'f') +
      '-------------RubyMultipartPost--\r\n\r\n',
  )
})

t.test('what is not given is not sent', async (t) => {
  const names = [
    ...multipart(texts)
      .body.toString()
      .matchAll(/ name="(\w+)"/g),
  ].map(([, name]) => name)
  t.strictSame(names, ['map', 'reduce'])
})

t.test('a text that holds the boundary does not end its part', async (t) => {
  const { contentType } = multipart({ ...texts, map: '// -----------RubyMultipartPost\nfunction map() {}' })
  t.equal(contentType, 'multipart/form-data; boundary=-----------RubyMultipartPostX')
})
