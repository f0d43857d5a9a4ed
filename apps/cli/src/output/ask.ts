import { createInterface } from "node:readline";

/** Where a person can be asked. */
export interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** Gives this process's terminal, or undefined if nobody sits at one. */
export function findTerminal(): Terminal | undefined {
  const { stdin: input, stderr: output } = process;
  return input.isTTY && output.isTTY ? { input, output } : undefined;
}

/**
 * Asks until it gets an answer that it can read. Lines that were typed before the question count as answers.
 * @param read gives what the answer means, or undefined to ask again
 * @returns undefined where the input ended without an answer
 * @throws the reason of the signal
 */
export async function ask<Answer>(
  { input, output }: Terminal,
  question: { readonly text: string; readonly prompt: string },
  read: (line: string) => Answer | undefined,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  // `terminal` is false so that Ctrl-C reaches the process.
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

/** Reads the answer to a question of yes or no; none is a no. */
export function readYes(line: string): boolean | undefined {
  if (/^y(?:es)?$/i.test(line)) return true;
  return line === "" || /^no?$/i.test(line) ? false : undefined;
}
