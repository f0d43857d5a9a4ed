import type { ChangeEventName } from "@onefold/contract";
import { WebhookMessage } from "@onefold/contract";
import type { LoadedMessage, RecordChange } from "@onefold/records";
import fc from "fast-check";
import { expect, test } from "vitest";
import { lemlistMessage } from "./lemlist-message.ts";
import { TEST_CONTACT } from "./test-contact.ts";
import { presentWebhookMessage } from "./webhook-message.ts";

const place = { epoch: "e", xid: 1, seq: 1, n: 0, day: "2026-11-28", since: "" };
const change = (event: ChangeEventName, clock: number, changes: object): RecordChange => ({
  kind: "record",
  event,
  entity: "contact",
  jobId: `job_${clock}`,
  row: 0,
  entry: [event, "contact", `job_${clock}`, 0, 1, {}],
  after: place,
  recordId: TEST_CONTACT.recordId,
  clock,
  ...(event !== "deleted" && {
    applied: {
      outcome: event === "created" ? "created" : "updated",
      changes: { ...changes },
      warnings: [],
      fieldRejections: [],
      record: TEST_CONTACT,
    },
  }),
});
const loaded = (changes: readonly RecordChange[], more: Partial<LoadedMessage> = {}): LoadedMessage => ({
  message: {
    url: "https://hooks.example.com",
    recordId: TEST_CONTACT.recordId,
    entity: "contact",
    messageId: "msg_1",
    content: {
      events: [...new Set(changes.map(({ event }) => event))],
      entries: changes.map(({ entry }) => entry),
      omitted: 0,
    },
    tries: 0,
    claim: 1,
  },
  changes,
  isTest: false,
  record: TEST_CONTACT,
  ...more,
});
const NOW = Date.parse("2026-11-28T12:00:00Z");
const shown = (message: LoadedMessage) => WebhookMessage.parse(presentWebhookMessage(message, NOW));

test("changes that came one after the other are one: from the first, to the last", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 2, maxLength: 8 }), (values) => {
      const steps = values
        .slice(1)
        .map((to, at) => change("updated", at + 1, { jobTitle: { from: values[at], to } }));
      const { type, data } = shown(loaded(steps));
      expect(type).toBe("contact.updated");
      expect(data.changes).toEqual({ jobTitle: { from: values[0], to: values.at(-1) } });
      expect(data.clock).toBe(steps.length);
      expect(data.eventIds).toHaveLength(steps.length);
    }),
  );
});

test("a message is of the type that matters most, and names all events", () => {
  const { type, data } = shown(
    loaded([change("created", 1, {}), change("updated", 2, { phone: { to: "1" } })]),
  );
  expect(type).toBe("contact.created");
  expect(data.events).toEqual(["created", "updated"]);
  expect(data.record).toMatchObject({ _id: TEST_CONTACT.recordId, email: "jane.doe@example.com" });
});

test("who is gone is told by id alone, whatever happened before", () => {
  const { record, ...gone } = loaded([change("updated", 1, { firstName: { to: "Jane" } })]);
  expect(record).toBeDefined();
  const told = shown(gone);
  expect(told.type).toBe("contact.deleted");
  expect(told.data.record).toBeNull();
  expect(JSON.stringify(told)).not.toContain("Jane");
});

test("that a webhook was disabled is told by its id, and why", () => {
  const ID = "hoo_Hc7uZp1RwE5xMa9Tq";
  const disabled: RecordChange = {
    kind: "webhook",
    event: "disabled",
    entity: "webhook",
    jobId: ID,
    row: 7,
    entry: ["disabled", "webhook", ID, 7, NOW, { disabledReason: "gone" }],
    after: place,
    webhookId: ID,
    disabledReason: "gone",
    disabledAt: NOW,
  };
  const { record: _, message, ...rest } = loaded([disabled]);
  const told = shown({ ...rest, message: { ...message, recordId: ID, entity: "webhook" } });
  expect(told).toEqual({
    type: "webhook.disabled",
    timestamp: "2026-11-28T12:00:00.000Z",
    data: {
      entity: "webhook",
      events: ["disabled"],
      eventIds: [`${ID}.7.webhook.disabled`],
      webhook: { id: ID, disabledReason: "gone" },
      record: null,
    },
  });
});

test("what receipts don't tell any more is counted", () => {
  const both = loaded([change("updated", 1, {}), change("updated", 2, {})]);
  expect(shown({ ...both, changes: both.changes.slice(1) }).data.omitted).toBe(1);
});

test("a test tells of a made-up person, by both serializers", () => {
  const { record: _, ...none } = loaded([], { isTest: true });
  const told = shown(none);
  expect(told).toMatchObject({ type: "contact.created", data: { test: true, events: ["created"] } });
  const hook = { lemlist: { type: "emailsUnsubscribed" }, secrets: ["free text"] };
  const webhook = {
    teamId: "tea_1",
    webhookId: "hoo_1",
    url: "https://hooks.example.com",
    filter: {},
    enabled: true,
    place,
    failures: 0,
    attempts: 0,
    now: NOW,
    ...hook,
  };
  expect(lemlistMessage("msg_1", told, webhook)).toMatchObject({
    _id: "msg_1",
    type: "emailsUnsubscribed",
    contactId: TEST_CONTACT.recordId,
    email: "jane.doe@example.com",
    leadFirstName: "Jane",
    secret: "free text",
    test: true,
  });
  expect(lemlistMessage("msg_1", told, { ...webhook, lemlist: {} })["type"]).toBe("contactCreated");
});
