/**
 * Whether the fault suites run in full, as `npm run test:faults` has them: more kills, more rounds. `npm test` runs
 * each of them in a short form.
 */
const isThorough = process.env["THOROUGH"] === "1";

/** How often, or with what, a fault test does something: in a short run, or in a thorough one. */
export function times<T>(short: T, thorough: T): T {
  return isThorough ? thorough : short;
}
