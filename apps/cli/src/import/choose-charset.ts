import { canonicalCharset, createDecoder, doubtfulBytes } from "@onefold/charset";
import { CliError } from "../cli-error.ts";
import { ask } from "../output/ask.ts";
import type { Terminal } from "../output/ask.ts";
import { printable } from "../output/printable.ts";
import type { JudgedSource } from "./judge-charset.ts";

const WORDS_SHOWN = 6;

/**
 * The charset that a CSV is sent as: what its bytes say, else what the person at the terminal says.
 * @returns undefined where the service is to judge it as it comes
 * @throws CliError where nobody can be asked, or the reason of the signal
 */
export async function chooseCharset(
  judged: JudgedSource,
  terminal: Terminal | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { source, judgement, isWhole } = judged;
  const candidates = candidatesOf(judged);
  if (candidates.length > 0) {
    const shown = candidates.map((charset, at) => ({
      at: at + 1,
      charset,
      sample: sampleOf(charset, judged, candidates),
    }));
    const lines = shown.map(
      ({ at, charset, sample }) => `  ${at}  ${charset.padEnd(14)} ${printable(sample)}`,
    );
    const problem = `The charset of ${source.name} can't be told by its letters. Read as`;
    if (terminal) return await askWhich(terminal, `${problem}\n${lines.join("\n")}\n`, candidates, signal);
    throw new CliError(
      `${problem} ${shown.map(({ charset, sample }) => `${charset} it has ${sample}`).join("; as ")}. ` +
        `Say which with --charset ${candidates[0] ?? "utf-8"}, or save the file as UTF-8.`,
    );
  }
  if (!isWhole || judgement.kind === "open") return undefined;
  return judgement.kind === "plain" ? "utf-8" : judgement.charset;
}

/**
 * Those among which a person has to choose; none where the bytes say which it is. A charset that is announced is read
 * without any doubt by the service, so one is announced only where all bytes of the file are told by it.
 */
function candidatesOf({ judgement, unseen, isWhole }: JudgedSource): readonly string[] {
  if (judgement.kind === "open") return judgement.candidates;
  if (judgement.kind === "plain" || !isWhole) return [];
  const { charset, others } = judgement;
  const differing = others.filter((other) => {
    const doubtful = doubtfulBytes(charset, [other]);
    return unseen.some((byte) => doubtful.has(byte));
  });
  return differing.length > 0 ? [charset, ...differing] : [];
}

/** Words, or letters of none, that the candidates read differently, as one of them does. */
function sampleOf(charset: string, { words, unseen }: JudgedSource, candidates: readonly string[]): string {
  const all = [...words, ...unseen.map((byte) => Buffer.of(byte))];
  const telling = all.filter((word) => new Set(candidates.map((each) => decode(each, word))).size > 1);
  return telling
    .slice(0, WORDS_SHOWN)
    .map((word) => decode(charset, word))
    .join(" ");
}

function decode(charset: string, word: Buffer): string {
  const decoder = createDecoder(charset);
  return Buffer.concat([decoder.write(word), decoder.end()]).toString("utf8");
}

async function askWhich(
  terminal: Terminal,
  text: string,
  candidates: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const prompt = `Which is right? 1 to ${candidates.length}, or the name of another: `;
  const read = (line: string) => candidates[Number(line) - 1] ?? canonicalCharset(line);
  const charset = await ask(terminal, { text, prompt }, read, signal);
  if (charset !== undefined) return charset;
  throw new CliError("Nobody said which charset it is: give it with --charset.");
}
