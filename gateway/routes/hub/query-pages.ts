import type { Query, QueryResult, QuerySummary } from '../../query/query.ts'
import { type Html, html, page } from '../html.ts'
import { toSecond } from '../times.ts'

/** Characters of a result that a page shows; a larger one is there to be fetched. */
const shownAtMost = 200_000

export const unavailablePage = page('Queries', html`<p>The store of the queries does not answer just now.</p>`)

export function queryListPage(queries: readonly QuerySummary[]): string {
  const rows = queries.map(
    ({ id, status, held, createdAt, updatedAt, errorMessage }) => html`
<tr><td><a href="/queries/${id}">${id}</a></td><td>${stateOf(status, held)}</td><td>${toSecond(createdAt)}</td><td>${toSecond(updatedAt)}</td><td>${errorMessage}</td></tr>`,
  )
  const table = html`<table><tr><th>query</th><th>status</th><th>submitted</th><th>changed</th><th>why it failed</th></tr>${rows}</table>`
  return page(
    'Queries',
    html`${rows.length > 0 ? table : html`<p>No queries yet.</p>`}<p><a href="/results">Results</a></p>`,
  )
}

/** A query with its texts folded, its log as a table, and its result (`gateway-api.md` section 5.4). */
export function queryPage(query: Query, result: QueryResult | undefined): string {
  const { id, status, held, hub, createdAt, updatedAt, errorMessage, log } = query
  const facts = html`<p>${stateOf(status, held)}; asked by ${hub} at ${toSecond(createdAt)}, changed at ${toSecond(updatedAt)}</p>`
  const failure = errorMessage === undefined ? undefined : html`<h2>Why it failed</h2><pre>${errorMessage}</pre>`
  const texts = (['map', 'reduce', 'functions', 'filter'] as const).map((part) => folded(part, query[part]))
  const rows = log.map(({ at, message }) => html`<tr><td>${toSecond(at)}</td><td>${message}</td></tr>`)
  return page(
    `Query ${id}`,
    html`${facts}${failure}${result && resultSection(result)}<h2>Texts</h2>${texts}<h2>Log</h2><table>${rows}</table>`,
  )
}

export function resultListPage(results: readonly Omit<QueryResult, 'values'>[]): string {
  const rows = results.map(
    ({ id, queryId, createdAt }) => html`
<tr><td><a href="/results/${id}">${id}</a></td><td><a href="/queries/${queryId}">${queryId}</a></td><td>${toSecond(createdAt)}</td></tr>`,
  )
  const table = html`<table><tr><th>result</th><th>of query</th><th>computed</th></tr>${rows}</table>`
  return page('Results', rows.length > 0 ? table : html`<p>No results yet.</p>`)
}

export function resultPage(result: QueryResult): string {
  const { id, queryId } = result
  return page(
    `Result ${id}`,
    html`<p>of <a href="/queries/${queryId}">query ${queryId}</a></p>${resultSection(result)}`,
  )
}

function resultSection({ id, values, suppressed }: QueryResult): Html {
  const left = html`<p>${suppressed.cells} small numbers (below ${suppressed.minimum}) are left out.</p>`
  const shown =
    values.length > shownAtMost
      ? html`<p>It is large: <a href="/results/${id}.json">fetch it</a>.</p>`
      : html`<pre>${JSON.stringify(JSON.parse(values), null, 2)}</pre>`
  return html`<h2>Result</h2>${suppressed.cells > 0 ? left : undefined}${shown}`
}

const folded = (part: string, text: string | null) =>
  html`<details><summary>${part}${text?.trim() ? '' : ' (none)'}</summary><pre>${text ?? ''}</pre></details>`

const stateOf = (status: string, held: boolean) =>
  status === 'queued' && held ? 'queued: waits for approval by the clinic' : status
