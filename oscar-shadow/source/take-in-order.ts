type Owned = { patient: number }

/** Gives the rows of one patient after the other; the patients must be asked for in ascending order. */
export type Taker<Row extends Owned> = { take(patient: number): Row[]; close(): void }

/**
 * One arm of a merge of streams that are sorted by patient: holds no more than the rows of one patient. Rows of patients
 * that nobody asks for are passed over. Raises an error where the stream or the questions are out of order.
 */
export function takeInOrder<Row extends Owned>(rows: Iterable<Row>): Taker<Row> {
  const stream = rows[Symbol.iterator]()
  let ahead = stream.next()
  let asked = Number.NEGATIVE_INFINITY

  function advance(from: number) {
    ahead = stream.next()
    if (!ahead.done && ahead.value.patient < from) throw new Error('rows are out of order')
  }

  function take(patient: number): Row[] {
    if (patient <= asked) throw new Error('patients are asked for out of order')
    asked = patient
    const taken: Row[] = []
    while (!ahead.done && ahead.value.patient <= patient) {
      const row = ahead.value
      if (row.patient === patient) taken.push(row)
      advance(row.patient)
    }
    return taken
  }

  return { take, close: () => void stream.return?.() }
}
