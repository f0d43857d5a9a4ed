import type { Row } from "../history/call.ts";
import type { OnConflict } from "../history/write.ts";
import { call } from "./call.ts";
import type { Session } from "./call.ts";
import { composeWrite } from "./compose-write.ts";
import { learn } from "./memory.ts";
import type { Memory } from "./memory.ts";

/** An upload of NDJSON, always with a key: one that broke off goes on. */
export async function upload(session: Session, memory: Memory, onConflict: OnConflict): Promise<void> {
  const { random, history, name } = session;
  const id = `${name}.${history.calls.length}`;
  const rows: Row[] = [];
  const lines: string[] = [];
  for (let index = 0; index < 5 + random.below(60); index++) {
    const rowId = `${id}-${index}`;
    if (random.chance(0.03)) {
      rows.push({ id: rowId, invalid: true });
      lines.push(JSON.stringify({ email: "nobody", firstName: `f ${rowId}` }));
      continue;
    }
    const { write, body } = composeWrite(rowId, onConflict, random);
    const optOut = random.chance(0.05) ? { unsubscribed: true as const } : {};
    rows.push({ ...write, ...optOut });
    lines.push(JSON.stringify({ ...body, ...optOut }));
  }
  const headers = { "content-type": "application/x-ndjson" };
  const sent = { method: "POST", path: "/api/contacts/batch", headers, body: lines.join("\n") };
  learn(memory, await call(session, { kind: "upload", rows }, sent, true));
}
