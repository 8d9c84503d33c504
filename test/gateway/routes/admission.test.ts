import t from 'tap'
import { openAdmission } from '../../../gateway/routes/admission.ts'
import { RequestRefused } from '../../../gateway/routes/request-refused.ts'

const refusal = new RequestRefused(503, 'too many requests at once', { retryAfter: 1 })

t.test('as many requests get in as the limit says, and the next one when one has left', async (t) => {
  const admission = openAdmission({ requests: 2, bytes: 100 })
  const first = admission.enter(1)
  admission.enter(1)
  t.throws(() => admission.enter(1), refusal)
  first.release()
  t.doesNotThrow(() => admission.enter(1))
})

t.test('no more bytes get in than the budget has', async (t) => {
  const admission = openAdmission({ requests: 10, bytes: 100 })
  const large = admission.enter(90)
  t.throws(() => admission.enter(20), refusal)
  admission.enter(10)
  large.release()
  t.doesNotThrow(() => admission.enter(20))
})

t.test('a request beyond the whole budget gets in alone', async (t) => {
  const admission = openAdmission({ requests: 10, bytes: 100 })
  const huge = admission.enter(200)
  t.throws(() => admission.enter(1), refusal)
  huge.release()
  admission.enter(1)
  t.throws(() => admission.enter(200), refusal)
})
