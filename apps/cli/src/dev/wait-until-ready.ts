import { setTimeout as sleep } from "node:timers/promises";
import { Readiness } from "@onefold/contract";
import { CliError } from "../cli-error.ts";

/** How long the API may take to answer at all, and how long it may then say that something is wrong. */
const ANSWER_MS = 30_000;
const MEND_MS = 3_000;

/** The API, and a key to which it says what is wrong. */
interface Asked {
  readonly baseUrl: string;
  readonly key: string;
}

/**
 * Waits for the API's `/readyz` to answer 200.
 * @throws CliError with what the API says is wrong, if it goes on saying so
 */
export async function waitUntilReady({ baseUrl, key }: Asked, signal: AbortSignal): Promise<void> {
  let giveUpAt = Date.now() + ANSWER_MS;
  for (;;) {
    signal.throwIfAborted();
    const readiness = await askReadiness(baseUrl, key);
    if (readiness?.status === "ready") return;
    if (Date.now() > giveUpAt) throw new CliError(`Onefold doesn't get ready: ${describe(readiness)}.`);
    if (readiness !== undefined) giveUpAt = Math.min(giveUpAt, Date.now() + MEND_MS);
    await sleep(readiness === undefined ? 50 : 500);
  }
}

async function askReadiness(baseUrl: string, key: string): Promise<Readiness | undefined> {
  try {
    const answer = await fetch(`${baseUrl}/readyz`, {
      signal: AbortSignal.timeout(5_000),
      headers: { Authorization: `Basic ${Buffer.from(`:${key}`).toString("base64")}` },
    });
    return Readiness.parse(await answer.json());
  } catch {
    return undefined;
  }
}

function describe(readiness: Readiness | undefined): string {
  if (readiness === undefined) return "its API doesn't answer";
  const withoutStop = (text: string) => text.replace(/\.$/, "");
  const { problems = [] } = readiness;
  if (problems.length === 0) return "it says that it isn't, see its log";
  return problems.map(({ what, fix }) => `${withoutStop(what)} (${withoutStop(fix)})`).join("; ");
}
