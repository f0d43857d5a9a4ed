import type { OnConflict, Write } from "../history/write.ts";
import { call } from "./call.ts";
import type { Session } from "./call.ts";
import { MARK } from "./compose-write.ts";
import { learn, recall } from "./memory.ts";
import type { Memory } from "./memory.ts";
import { emailChangeOf, mergeOf, subscriptionOf, undoOf } from "./operations.ts";
import { textAt } from "./part.ts";
import { upsert } from "./upsert.ts";

/** What random requests seldom come to: several operations on one record, at once or one right after the other. */
export async function contend(session: Session, memory: Memory, onConflict: OnConflict): Promise<void> {
  await session.random.pick([sayBoth, partWithNews, partWithNews, turnEmails])(session, memory, onConflict);
}

/** Opted out and in again, at the same time: the record and its history have to agree which was last. */
async function sayBoth(session: Session, memory: Memory): Promise<void> {
  const recordId = recall(memory.recordIds, session.random);
  if (recordId === undefined) return;
  await Promise.all(
    [true, false, true].map((unsubscribed) => call(session, ...subscriptionOf(recordId, unsubscribed), true)),
  );
}

/** One e-mail is made the primary one while an upsert brings another. */
async function turnEmails(session: Session, memory: Memory, onConflict: OnConflict): Promise<void> {
  const { random, history, name } = session;
  const path = recall(memory.emailPaths, random);
  const [record = "", email = ""] = path?.split("/emails/") ?? [];
  const other = memory.emailPaths
    .find((each) => each.startsWith(`${record}/`) && each !== path)
    ?.split("/emails/")[1];
  if (path === undefined || other === undefined) return;
  const written = (address: string): Promise<unknown> => {
    const write: Write = {
      id: `${name}.${history.calls.length}`,
      names: { email: address },
      onConflict,
      set: {},
      clear: [],
    };
    const marked = { ...write, set: { [MARK]: `f ${write.id}` } };
    const body = JSON.stringify({ email: address, ...marked.set });
    const headers = { "content-type": "application/json" };
    return call(
      session,
      { kind: "upsert", write: marked },
      { method: "POST", path: "/api/contacts", headers, body },
      false,
    );
  };
  await Promise.all([
    call(session, ...emailChangeOf(path, "set-primary-email"), true),
    written(other),
    call(session, ...emailChangeOf(`${record}/emails/${other}`, "set-primary-email"), true),
    written(email),
  ]);
}

/** Two records become one, something happens to that one, and they are two again. */
async function partWithNews(session: Session, memory: Memory, onConflict: OnConflict): Promise<void> {
  const { random } = session;
  const [primaryId, secondaryId] = [recall(memory.recordIds, random), recall(memory.recordIds, random)];
  if (primaryId === undefined || secondaryId === undefined || primaryId === secondaryId) return;
  const merged = await call(session, ...mergeOf(primaryId, secondaryId), true);
  const undoUrl = textAt(merged?.body, "undoUrl");
  if (undoUrl === undefined) return;
  if (random.chance(0.7)) await call(session, ...subscriptionOf(primaryId, random.chance(0.7)), true);
  if (random.chance(0.5)) await upsert(session, memory, onConflict);
  learn(memory, await call(session, ...undoOf(undoUrl), true));
}
