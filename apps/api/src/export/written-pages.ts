import { setImmediate as nextTurn } from "node:timers/promises";

/** Writes rows as the text of a file. */
export interface RowWriter<Row> {
  /** The first line; empty if the format has none. */
  readonly header: string;
  /** About how many values a row has. The time to write a row depends on it. */
  readonly cells: number;
  write(rows: readonly Row[]): string;
}

/** How many values are written before other requests get a turn: a few milliseconds' work. */
const CELLS_A_TURN = 20_000;

/**
 * Gives the text of a file, page by page. Each page comes in pieces, and other requests are answered between them. The
 * header comes with the first piece.
 */
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
 * Goes on with pages of which the first is read already. So a failure of the first read could be answered as an error.
 * @param mayGoOn is called before each further page; it throws where the client may have no more
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
