import type { CreateWebhookRequest, PatchWebhookRequest, Webhook } from "@onefold/client/types";

export type EventName = NonNullable<Webhook["events"]>[number];

/** All that a webhook can be told of. */
export const EVENTS: Readonly<Record<EventName, string>> = {
  created: "a record is new",
  updated: "fields of a record changed",
  merged: "records became one",
  split: "a merge was taken back",
  deleted: "a record was erased",
  subscription: "somebody may be written to, or not any more",
  job_ended: "an upload ended",
  disabled: "another webhook was disabled",
};
export const NAMES: readonly EventName[] = Object.keys(EVENTS).filter((name): name is EventName =>
  Object.hasOwn(EVENTS, name),
);

/** What a form says of a webhook. */
export interface Chosen {
  readonly url: string;
  readonly events: readonly EventName[];
  readonly entity: "any" | "contact" | "company";
  /** With commas between them. */
  readonly fields: string;
  readonly description: string;
}

/** What the form says of a webhook as it is, or of a new one. */
export function chosenOf(webhook?: Webhook): Chosen {
  const { url = "", events = NAMES, entity = "any", fields = [], description = "" } = webhook ?? {};
  return { url, events, entity, fields: fields.join(", "), description };
}

/** Gives the body that makes such a webhook. Pure. */
export function bodyToCreate(chosen: Chosen): CreateWebhookRequest {
  const { events, entity, fields, description } = filtersOf(chosen);
  return {
    url: chosen.url,
    ...(events && { events }),
    ...(entity && { entity }),
    ...(fields && { fields }),
    ...(description !== null && { description }),
  };
}

/** Gives the body that changes a webhook into such a one: what stays isn't in it, since another address is tried at once. Pure. */
export function bodyToChange(webhook: Webhook, chosen: Chosen): PatchWebhookRequest {
  const before = { url: webhook.url, ...filtersOf(chosenOf(webhook)) };
  const after = { url: chosen.url, ...filtersOf(chosen) };
  return Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(before, name)),
    ),
  );
}

/** What limits nothing is null. */
function filtersOf({ events, entity, fields, description }: Chosen) {
  const names = fields.split(",").flatMap((name) => name.trim() || []);
  return {
    events: NAMES.every((name) => events.includes(name))
      ? null
      : NAMES.filter((name) => events.includes(name)),
    entity: entity === "any" ? null : entity,
    fields: names.length === 0 ? null : names,
    description: description.trim() || null,
  };
}
