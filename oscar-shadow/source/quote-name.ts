/** A name of a table or column as SQL of MySQL has it. */
export const quoteName = (name: string) => `\`${name.replaceAll('`', '``')}\``
