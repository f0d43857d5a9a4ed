import type { Webhook } from "@onefold/client/types";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bodyToChange, bodyToCreate, chosenOf, NAMES } from "./filters-of.ts";

const made = fc.record({
  url: fc.webUrl(),
  events: fc.subarray([...NAMES], { minLength: 1, maxLength: NAMES.length - 1 }),
  entity: fc.constantFrom("contact", "company"),
  fields: fc.array(fc.constantFrom("jobTitle", "phone"), { minLength: 1, maxLength: 2 }),
  description: fc.constantFrom("CRM", "another"),
});
const webhookOf = (given: Partial<Webhook>): Webhook => ({
  id: "hoo_1",
  url: "https://hooks.example.com/",
  enabled: true,
  createdAt: "2026-11-28T12:00:00.000Z",
  createdBy: "usr_1",
  waiting: 0,
  ...given,
});

test("what a form says of a webhook makes the same, and changes nothing of it", () => {
  fc.assert(
    fc.property(made, (given) => {
      const webhook = webhookOf(given);
      const { id: _, enabled: _e, createdAt: _a, createdBy: _b, waiting: _w, ...rest } = webhook;
      expect(bodyToCreate(chosenOf(webhook))).toEqual({
        ...rest,
        events: NAMES.filter((name) => rest.events?.includes(name)),
      });
      expect(bodyToChange(webhook, chosenOf(webhook))).toEqual({});
    }),
  );
});

test("only what changed is sent, and a filter that is taken away is null", () => {
  const webhook = webhookOf({
    events: ["created"],
    entity: "contact",
    fields: ["phone"],
    description: "CRM",
  });
  const chosen = chosenOf(webhook);
  expect(bodyToChange(webhook, { ...chosen, url: "https://other.example.com/" })).toEqual({
    url: "https://other.example.com/",
  });
  expect(
    bodyToChange(webhook, { ...chosen, events: NAMES, entity: "any", fields: " , ", description: " " }),
  ).toEqual({ events: null, entity: null, fields: null, description: null });
  expect(bodyToCreate({ ...chosen, events: NAMES, entity: "any", fields: "", description: "" })).toEqual({
    url: webhook.url,
  });
  // That none is chosen is refused by the API.
  expect(bodyToCreate({ ...chosen, events: [] })).toMatchObject({ events: [] });
});
