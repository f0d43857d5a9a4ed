import { createInterface } from "node:readline";

/** Where a person can be asked. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** The terminal that this process has; undefined where nobody sits before it. */
export function findTerminal(): Terminal | undefined {
  const { stdin: input, stderr: output } = process;
  return input.isTTY && output.isTTY ? { input, output } : undefined;
}

/**
 * Asks until an answer is one. Lines that were typed ahead are answers too.
 * @param read what the answer means; undefined asks again
 * @returns undefined where the input ended without an answer
 * @throws the reason of the signal
 */
export async function ask<Answer>(
  { input, output }: Terminal,
  question: { readonly text: string; readonly prompt: string },
  read: (line: string) => Answer | undefined,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  // Not as a terminal of its own: Ctrl-C is for the process.
  const lines = createInterface({ input, terminal: false, signal });
  output.write(question.text + question.prompt);
  for await (const line of lines) {
    const answer = read(line.trim());
    if (answer !== undefined) return answer;
    output.write(question.prompt);
  }
  signal.throwIfAborted();
  return undefined;
}
