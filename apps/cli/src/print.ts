/** Prints a result: JSON for a script that asks for it, text for people. */
export function print(options: { json?: boolean }, value: unknown, text: string): void {
  process.stdout.write(`${options.json === true ? JSON.stringify(value, undefined, 2) : text}\n`);
}
