/**
 * Whether the fault suites run in full, as `npm run test:faults` has them: more kills, more rounds. `npm test` runs
 * each of them in a short form.
 */
const isThorough = process.env["THOROUGH"] === "1";

/** How often, or with what, a fault test does something: in a short run, or in a thorough one. */
export function times<T>(short: T, thorough: T): T {
  return isThorough ? thorough : short;
}

/**
 * For tests whose guarantee has another one in `npm test`, of fewer cases or nearer to the code: what takes long is for
 * `npm run test:faults`. As in `test("…", THOROUGH, () => …)`.
 */
export const THOROUGH = { tags: "thorough" } as const;

/** Of cases that differ by what they say more than by what is done: the first few in a short run, all in a thorough one. */
export function firstOf<const T>(count: number, cases: readonly T[]): readonly T[] {
  return times(cases.slice(0, count), cases);
}
