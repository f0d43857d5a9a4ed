import type { Intent, Sent } from "../history/call.ts";
import { call } from "./call.ts";
import type { Session } from "./call.ts";
import { learn, recall } from "./memory.ts";
import type { Memory } from "./memory.ts";
import { namesOf, PEOPLE } from "./people.ts";

/** An operation that a client can ask for with what it knows; undefined where it knows too little. */
type Chosen = readonly [Intent, Sent] | undefined;

/** One of the operations on records and jobs, on what this client was told of. */
export async function operate(session: Session, memory: Memory): Promise<void> {
  const { random } = session;
  const chosen = random.pick([merge, undo, erase, subscribe, changeEmail, steerJob, merge, undo, subscribe])(
    session,
    memory,
  );
  if (!chosen) return;
  const [intent, sent] = chosen;
  const isKeyed = intent.kind !== "cancel" && intent.kind !== "retry";
  const answer = await call(session, intent, sent, isKeyed);
  learn(memory, answer);
  if (intent.kind === "undo" && answer?.status === 200) drop(memory.undoUrls, sent.path);
}

function merge({ random }: Session, { recordIds }: Memory): Chosen {
  const [primaryId, secondaryId] = [recall(recordIds, random), recall(recordIds, random)];
  if (primaryId === undefined || secondaryId === undefined || primaryId === secondaryId) return undefined;
  const secondaryIds = [secondaryId];
  return [
    { kind: "merge", primaryId, secondaryIds },
    { ...JSON_POST, path: "/api/contacts/merge", body: JSON.stringify({ primaryId, secondaryIds }) },
  ];
}

function undo({ random }: Session, { undoUrls }: Memory): Chosen {
  const path = recall(undoUrls, random);
  if (path === undefined) return undefined;
  const [, jobId = "", row = "0"] = /merge\/([^/]+)\/undo(?:\?row=(\d+))?/.exec(path) ?? [];
  return [
    { kind: "undo", jobId, row: Number(row) },
    { method: "POST", path, headers: {} },
  ];
}

function erase({ random }: Session): Chosen {
  const [name] = namesOf(random.below(PEOPLE)).emails;
  return [
    { kind: "delete", name },
    { method: "DELETE", path: `/api/contacts/${name}`, headers: {} },
  ];
}

function subscribe({ random }: Session, { recordIds }: Memory): Chosen {
  const recordId = recall(recordIds, random);
  if (recordId === undefined) return undefined;
  const [kind, method] = random.chance(0.5)
    ? (["unsubscribe", "POST"] as const)
    : (["resubscribe", "DELETE"] as const);
  return [
    { kind, recordId },
    { method, path: `/api/v2/unsubscribes/contacts/${recordId}`, headers: {} },
  ];
}

function changeEmail({ random }: Session, { emailPaths }: Memory): Chosen {
  const path = recall(emailPaths, random);
  const [, recordId = "", email = ""] = /contacts\/([^/]+)\/emails\/(.+)$/.exec(path ?? "") ?? [];
  if (path === undefined) return undefined;
  return random.chance(0.5)
    ? [
        { kind: "set-primary-email", recordId, email },
        { method: "PUT", path: `${path}/primary`, headers: {} },
      ]
    : [
        { kind: "remove-email", recordId, email },
        { method: "DELETE", path, headers: {} },
      ];
}

function steerJob({ random }: Session, { uploadIds }: Memory): Chosen {
  const jobId = recall(uploadIds, random);
  if (jobId === undefined) return undefined;
  const kind = random.chance(0.3) ? "cancel" : "retry";
  return [
    { kind, jobId },
    { method: "POST", path: `/api/jobs/${jobId}/${kind}`, headers: {} },
  ];
}

const JSON_POST = { method: "POST", headers: { "content-type": "application/json" } };

function drop(kept: string[], value: string): void {
  const index = kept.indexOf(value);
  if (index >= 0) kept.splice(index, 1);
}
