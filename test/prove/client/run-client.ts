import { setTimeout as delay } from "node:timers/promises";
import type { OnConflict } from "../history/write.ts";
import type { Session } from "./call.ts";
import { contend } from "./contend.ts";
import { createMemory } from "./memory.ts";
import { operate } from "./operate.ts";
import { upload } from "./upload.ts";
import { upsert } from "./upsert.ts";

/** Between two requests of one client, at most: faster, and a round is only a queue. */
const THINK_MS = 20;

/** Asks for one thing after the other until the load ends. */
export async function runClient(session: Session, onConflict: OnConflict): Promise<void> {
  const { random, ending } = session;
  const memory = createMemory();
  while (!ending.aborted) {
    const share = random.next();
    if (share < 0.03) await upload(session, memory, onConflict);
    else if (share < 0.11) await contend(session, memory, onConflict);
    else if (share < 0.25) await operate(session, memory);
    else await upsert(session, memory, onConflict);
    await delay(random.below(THINK_MS));
  }
}
