import { call } from "./call.ts";
import type { Session } from "./call.ts";
import { forget, learn, recall } from "./memory.ts";
import type { Memory } from "./memory.ts";
import { deletionOf, emailChangeOf, jobStepOf, mergeOf, subscriptionOf, undoOf } from "./operations.ts";
import type { Operation } from "./operations.ts";
import { namesOf, PEOPLE } from "./people.ts";

/** One of the operations on records and jobs, on what this client was told of. */
export async function operate(session: Session, memory: Memory): Promise<void> {
  const { random } = session;
  const chosen = random.pick([merge, undo, erase, subscribe, changeEmail, steerJob, merge, undo, subscribe])(
    session,
    memory,
  );
  if (!chosen) return;
  const [intent, sent] = chosen;
  // Steps of a job take no key.
  const answer = await call(session, intent, sent, intent.kind !== "cancel" && intent.kind !== "retry");
  learn(memory, answer);
  if (intent.kind === "undo" && answer?.status === 200) forget(memory.undoUrls, sent.path);
}

/** Undefined where the client knows too little for it. */
type Chosen = Operation | undefined;

function merge({ random }: Session, { recordIds }: Memory): Chosen {
  const [primaryId, secondaryId] = [recall(recordIds, random), recall(recordIds, random)];
  if (primaryId === undefined || secondaryId === undefined || primaryId === secondaryId) return undefined;
  return mergeOf(primaryId, secondaryId);
}

function undo({ random }: Session, { undoUrls }: Memory): Chosen {
  const undoUrl = recall(undoUrls, random);
  return undoUrl === undefined ? undefined : undoOf(undoUrl);
}

function erase({ random }: Session): Chosen {
  return deletionOf(random.pick([...namesOf(random.below(PEOPLE)).emails]));
}

function subscribe({ random }: Session, { recordIds }: Memory): Chosen {
  const recordId = recall(recordIds, random);
  return recordId === undefined ? undefined : subscriptionOf(recordId, random.chance(0.5));
}

function changeEmail({ random }: Session, { emailPaths }: Memory): Chosen {
  const path = recall(emailPaths, random);
  return path === undefined
    ? undefined
    : emailChangeOf(path, random.chance(0.5) ? "set-primary-email" : "remove-email");
}

function steerJob({ random }: Session, { uploadIds }: Memory): Chosen {
  const jobId = recall(uploadIds, random);
  return jobId === undefined ? undefined : jobStepOf(jobId, random.chance(0.3) ? "cancel" : "retry");
}
