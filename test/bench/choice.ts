/**
 * Reads an option that is one of a few names.
 * @throws Error with a sentence that names the option and what it takes
 */
export function choice<Name extends string>(option: string, given: string, known: readonly Name[]): Name {
  const found = known.find((name) => name === given);
  if (found === undefined) throw new Error(`--${option} takes ${known.join(", ")}, not ${given}.`);
  return found;
}
