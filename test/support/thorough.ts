/**
 * Whether the fault suites run in full, as `npm run test:faults` has them: more kills, more rounds. `npm test` runs
 * each of them in a short form.
 */
const isThorough = process.env["THOROUGH"] === "1";

/** How often a fault test does something: in a short run, or in a thorough one. */
export function times(short: number, thorough: number): number {
  return isThorough ? thorough : short;
}
