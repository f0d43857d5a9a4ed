import type { OnConflict } from "../history/write.ts";
import { call } from "./call.ts";
import type { Session } from "./call.ts";
import { composeWrite } from "./compose-write.ts";
import { learn } from "./memory.ts";
import type { Memory } from "./memory.ts";

/** A single upsert: answered when it is applied, or when it is accepted. */
export async function upsert(session: Session, memory: Memory, onConflict: OnConflict): Promise<void> {
  const { random, history, name } = session;
  const { write, body } = composeWrite(`${name}.${history.calls.length}`, onConflict, random);
  const headers = {
    "content-type": "application/json",
    ...(random.chance(0.3) && { prefer: "respond-async" }),
  };
  const sent = { method: "POST", path: "/api/contacts", headers, body: JSON.stringify(body) };
  learn(memory, await call(session, { kind: "upsert", write }, sent, random.chance(0.3)));
}
