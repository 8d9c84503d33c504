/** On one line and without characters that a terminal obeys: for text that a stranger wrote. */
export const plain = (text: string | undefined) => (text ?? '').trim().replace(/\r?\n/g, ', ').replace(/\p{C}/gu, '�')
