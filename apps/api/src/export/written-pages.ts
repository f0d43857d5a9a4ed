import { setImmediate as nextTurn } from "node:timers/promises";

/** Writes rows as the text of a file. */
export interface RowWriter<Row> {
  /** The first line; empty where there is none. */
  readonly header: string;
  /** About how many values a row has, which its writing costs. */
  readonly cells: number;
  write(rows: readonly Row[]): string;
}

/** Values between two turns for other requests: a few milliseconds. */
const CELLS_A_TURN = 20_000;

/** The text of a file, page by page and in pieces between which others are answered. The header comes with the first. */
export async function* writtenPages<Row>(
  { header, cells, write }: RowWriter<Row>,
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string, void> {
  const rowsATurn = Math.max(1, Math.floor(CELLS_A_TURN / cells));
  let before = header;
  for await (const rows of pages)
    for (let start = 0; start < rows.length; start += rowsATurn) {
      yield before + write(rows.slice(start, start + rowsATurn));
      before = "";
      await nextTurn();
    }
  if (before !== "") yield before;
}

/**
 * With its first page read already, so that what fails there is answered as an error.
 * @param mayGoOn asked before each further page; throws where the client may have no more
 */
export async function* begunPages<Page>(
  first: IteratorResult<Page, void>,
  rest: AsyncIterator<Page, void> & AsyncIterable<Page>,
  mayGoOn: () => Promise<unknown>,
): AsyncGenerator<Page, void> {
  if (first.done) return;
  yield first.value;
  for await (const page of rest) {
    await mayGoOn();
    yield page;
  }
}
