import { ChangeEntity, Entity } from "@onefold/contract";
import type { Change, ChangeEvent, ChangeEventName, WebhookMessage } from "@onefold/contract";
import type { LoadedMessage } from "@onefold/records";
import { presentChange } from "./change-event.ts";
import { presentRecord } from "./record.ts";
import { presentTime } from "./record-parts.ts";
import { TEST_CONTACT } from "./test-contact.ts";

/** The events by how much each matters: a message is of the type of the first that it tells of. */
const WEIGHT: readonly ChangeEventName[] = [
  "disabled",
  "job_ended",
  "deleted",
  "created",
  "merged",
  "split",
  "updated",
  "subscription",
];

/** These tell of no record. */
const OF_NO_RECORD: ReadonlySet<ChangeEventName> = new Set(["job_ended", "disabled"]);

/** A webhook is an admin's. */
const READER = { scopes: ["admin"] } as const;

/**
 * Shows a message as it is sent.
 * @param now milliseconds since 1970
 */
export function presentWebhookMessage(loaded: LoadedMessage, now: number): WebhookMessage {
  const { message, isTest, mergedInto } = loaded;
  const { content, recordId } = message;
  const entity = ChangeEntity.parse(message.entity);
  const told = loaded.changes.map((change) => presentChange(READER, change, now));
  const record = isTest ? TEST_CONTACT : loaded.record;
  const events = isTest ? (["created"] satisfies ChangeEventName[]) : content.events;
  const changes = joined(told.map((each) => each.changes ?? {}));
  const [mergedIds, restoredIds] = [idsOf(told, "mergedIds"), idsOf(told, "restoredIds")];
  const { clock, keyId, job, webhook } = lastOf(told);
  const omitted = content.omitted + content.entries.length - told.length;
  return {
    type: `${entity}.${weightiest(events, loaded)}`,
    timestamp: presentTime(now),
    data: {
      entity,
      events: [...events],
      eventIds: told.map(({ id }) => id),
      ...(omitted > 0 && { omitted }),
      ...(!job && entity !== "webhook" && { recordId: isTest ? TEST_CONTACT.recordId : recordId }),
      ...(clock !== undefined && { clock }),
      // Of who is gone nothing is told.
      ...(record && Object.keys(changes).length > 0 && { changes }),
      ...(mergedIds.length > 0 && { mergedIds }),
      ...(restoredIds.length > 0 && { restoredIds }),
      ...(keyId !== undefined && { keyId }),
      ...(job && { job }),
      ...(webhook && { webhook }),
      record: record ? presentRecord(Entity.parse(entity), record) : null,
      ...(mergedInto !== undefined && { mergedInto }),
      ...(isTest && { test: true }),
    },
  };
}

function weightiest(events: readonly ChangeEventName[], loaded: LoadedMessage): ChangeEventName {
  const first = WEIGHT.find((name) => events.includes(name)) ?? "updated";
  const isGone =
    !loaded.record && loaded.mergedInto === undefined && !loaded.isTest && !OF_NO_RECORD.has(first);
  return isGone ? "deleted" : first;
}

/** Joins changes that came one after the other: from where the first began to where the last led. */
function joined(all: readonly Readonly<Record<string, Change>>[]): Record<string, Change> {
  const sum = new Map<string, Change>();
  for (const changes of all)
    for (const [name, { to, ...change }] of Object.entries(changes)) {
      const { from } = sum.get(name) ?? change;
      sum.set(name, { ...(from !== undefined && { from }), ...(to !== undefined && { to }) });
    }
  return Object.fromEntries(sum);
}

function idsOf(told: readonly ChangeEvent[], of: "mergedIds" | "restoredIds"): string[] {
  return [...new Set(told.flatMap((each) => each[of] ?? []))];
}

function lastOf(told: readonly ChangeEvent[]): Pick<ChangeEvent, "clock" | "keyId" | "job" | "webhook"> {
  return told.at(-1) ?? {};
}
