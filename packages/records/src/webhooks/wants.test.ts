import { ChangeEventName, Entity } from "@onefold/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { RecordChange } from "../changes/load-changes.ts";
import { filterOfHook } from "./lemlist-events.ts";
import { wants } from "./wants.ts";

const after = { epoch: "e", xid: 1, seq: 1, n: 0, day: "2026-11-28", since: "" };
const change = (
  event: ChangeEventName,
  entity: Entity,
  fields: readonly string[],
  to: string | boolean = "x",
): RecordChange => ({
  kind: "record",
  event,
  entity,
  jobId: "job_1",
  row: 0,
  entry: [event, entity, "job_1", 0, 1, {}],
  after,
  recordId: "ctc_1",
  clock: 1,
  applied: {
    outcome: "updated",
    changes: Object.fromEntries(fields.map((name) => [name, { to }])),
    warnings: [],
    fieldRejections: [],
    record: {
      recordId: "ctc_1",
      teamId: "tea_1",
      fields: {},
      identifiers: {},
      ownerId: "usr_1",
      source: "api",
      createdAt: 1,
      createdBy: "usr_1",
      updatedAt: 1,
    },
  },
});

const NAMES = ["firstName", "jobTitle", "unsubscribed"];
const some = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1 });
const event = fc.constantFrom(...ChangeEventName.options);
const entity = fc.constantFrom(...Entity.options);

test("a webhook is told of what its filter names; of updates, those that change one of its fields", () => {
  fc.assert(
    fc.property(
      event,
      entity,
      some,
      fc.option(entity, { nil: undefined }),
      fc.option(fc.uniqueArray(event), { nil: undefined }),
      fc.option(some, { nil: undefined }),
      (name, of, changed, wantedEntity, events, fields) => {
        const filter = {
          ...(wantedEntity && { entity: wantedEntity }),
          ...(events && { events }),
          ...(fields && { fields }),
        };
        const isNamed = (wantedEntity ?? of) === of && (events ?? [name]).includes(name);
        const isField =
          name !== "updated" || !fields || fields.some((f) => f !== "unsubscribed" && changed.includes(f));
        expect(wants(filter, change(name, of, changed))).toBe(isNamed && isField);
      },
    ),
  );
});

test("a hook of lemlist's is told of contacts: of all, or what its type means", () => {
  const told = (type: string | undefined) =>
    ChangeEventName.options.filter((name) =>
      wants(
        filterOfHook(type === undefined ? {} : { type }),
        change(name, "contact", ["unsubscribed"], true),
      ),
    );
  expect(told(undefined)).toEqual(
    ChangeEventName.options.filter((name) => name !== "job_ended" && name !== "disabled"),
  );
  expect(told("emailsUnsubscribed")).toEqual(["subscription"]);
  expect(told("emailsOpened")).toEqual([]);
  const again = change("subscription", "contact", ["unsubscribed"], false);
  expect(wants(filterOfHook({ type: "emailsUnsubscribed" }), again)).toBe(false);
  expect(wants(filterOfHook({}), again)).toBe(true);
  expect(wants(filterOfHook({}), change("created", "company", []))).toBe(false);
});
