import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Answer, Call, Intent, Sent } from "../history/call.ts";
import type { History } from "../history/history.ts";
import type { Random } from "../random.ts";
import { textAt } from "./part.ts";
import { send } from "./send.ts";

/** A client of one team. */
export interface Session {
  readonly urls: readonly string[];
  readonly apiKey: string;
  readonly random: Random;
  readonly history: History;
  /** Of this client within the run. */
  readonly name: string;
  /** Aborted when the load ends: what isn't known by then is asked for afterwards. */
  readonly ending: AbortSignal;
}

/** Before the same is sent again. */
const PAUSE_MS = 100;

/**
 * Asks for one thing. With an Idempotency-Key it is sent again until an answer says what became of it; without one it
 * is sent once, as a second request would be a second write.
 */
export async function call(
  session: Session,
  intent: Intent,
  sent: Sent,
  isKeyed: boolean,
): Promise<Answer | undefined> {
  const { history, name, ending } = session;
  const headers = isKeyed ? { ...sent.headers, "idempotency-key": randomUUID() } : sent.headers;
  const made: Call = {
    id: `${name}.${history.calls.length}`,
    intent,
    sent: { ...sent, headers },
    isKeyed,
    sentAt: Date.now(),
    attempts: 0,
  };
  history.begin(made);
  await attempt(session, made);
  if (isKeyed) while (made.answer === undefined && (await paused(ending))) await attempt(session, made);
  history.end(made);
  return made.answer;
}

/** One attempt, at any of the API processes. Notes the answer where it is certain. */
export async function attempt(
  { urls, apiKey, random }: Pick<Session, "urls" | "apiKey" | "random">,
  made: Call,
): Promise<void> {
  made.attempts += 1;
  const answer = await send(urls[random.below(urls.length)] ?? "", apiKey, made.sent);
  if (!answer) return;
  if (isCertain(answer)) Object.assign(made, { answer, answeredAt: Date.now() });
  else made.lastUncertain = answer;
}

/** A 5xx doesn't say that nothing happened, and a broken or stopped upload goes on under its key. */
function isCertain({ status, body }: Answer): boolean {
  if (status >= 500 || status === 408 || status === 429) return false;
  const code = textAt(body, "error", "code");
  return code !== "UPLOAD_BROKEN" && code !== "UPLOAD_STOPPED";
}

/** @returns false where the load has ended meanwhile */
async function paused(ending: AbortSignal): Promise<boolean> {
  await delay(PAUSE_MS, undefined, { signal: ending }).catch(() => {});
  return !ending.aborted;
}
