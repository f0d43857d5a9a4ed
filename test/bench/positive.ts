/**
 * Reads an option that is a whole number from 1.
 * @throws Error with a sentence that names the option
 */
export function positive(option: string, given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given))
    throw new Error(`--${option} takes a whole number from 1, not ${given}.`);
  return Number(given);
}
