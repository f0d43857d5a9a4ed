import type { FailedChunks, FailedName } from "./backend.ts";

/** Other work has its turn between two pages. */
const PAGE = 1_000;

/**
 * Lists all of a lane that failed, page by page, without their data. Where some go meanwhile others may be passed over, as
 * they move up.
 */
export async function* allNames(failed: Pick<FailedChunks, "names">): AsyncGenerator<FailedName, void, void> {
  for (let from = 0; ; from += PAGE) {
    const names = await failed.names(from, PAGE);
    yield* names;
    if (names.length === 0) return;
  }
}
