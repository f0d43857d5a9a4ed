import type { Applied, Upsert } from "@onefold/contract";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldItem } from "./fold-item.ts";
import { apply, email, emptyState, item, linkedin, refuse, TEAM } from "./support/folding.ts";

describe("which record it reaches", () => {
  test("nobody's identifiers make a record, somebody's update theirs, and the same again changes nothing", () => {
    const state = emptyState();
    const jane = { identifiers: [email("jane@example.com"), linkedin("jane")], set: { firstName: "Jane" } };
    const created = apply(state, 1, jane);
    expect(created).toMatchObject({ outcome: "created", changes: {} });
    const updated = apply(state, 2, { identifiers: [linkedin("jane")], set: { firstName: "Janet" } });
    expect(updated).toMatchObject({
      outcome: "updated",
      matchedBy: "linkedinUrl",
      changes: { firstName: { from: "Jane", to: "Janet" } },
    });
    expect(updated.record.recordId).toBe(created.record.recordId);
    expect(apply(state, 3, { ...jane, set: { firstName: "Janet" } })).toMatchObject({
      outcome: "unmodified",
      matchedBy: "email",
    });
  });

  test("of two owners the strongest identifier's is reached; the other keeps what it owns, and it is told", () => {
    const state = emptyState();
    const byEmail = apply(state, 1, { identifiers: [email("jane@example.com")] });
    const byUrl = apply(state, 2, { identifiers: [linkedin("jane")] });
    const both = { identifiers: [email("jane@example.com"), linkedin("jane")] };
    const result = apply(state, 3, both);
    expect(result.record.recordId).toBe(byEmail.record.recordId);
    expect(result.fieldRejections).toEqual([
      {
        field: "linkedinUrl",
        reason: "duplicate",
        rejectedValue: "jane",
        conflictingRecordId: byUrl.record.recordId,
      },
    ]);
    expect(refuse(state, 4, { ...both, onConflict: "strict" })).toMatchObject({
      code: "IDENTITY_CONFLICT",
      details: [{ path: "email" }, { path: "linkedinUrl" }],
    });
    const merged = apply(state, 5, { ...both, onConflict: "merge" });
    expect(merged).toMatchObject({
      outcome: "updated",
      mergedIds: [byUrl.record.recordId],
      fieldRejections: [],
    });
    expect(apply(state, 6, { identifiers: [linkedin("jane")] }).record.recordId).toBe(
      byEmail.record.recordId,
    );
  });

  test("an id that nobody has is refused, and that of a merged record leads to its survivor", () => {
    const state = emptyState();
    const { record } = apply(state, 1, { identifiers: [email("jane@example.com")] });
    state.entities.contact.retire(TEAM, "ctc_before", record.recordId);
    expect(refuse(state, 2, { recordId: "ctc_nobody" })).toMatchObject({ code: "CONTACT_NOT_FOUND_BY_ID" });
    expect(apply(state, 2, { recordId: "ctc_before", set: { firstName: "Jane" } })).toMatchObject({
      matchedBy: "contactId",
      record: { recordId: record.recordId },
    });
  });

  test("another team's records are nobody's", () => {
    const state = emptyState();
    const { record } = apply(state, 1, { identifiers: [email("jane@example.com")] });
    const other = item(2, { identifiers: [email("jane@example.com")] });
    const { result } = foldItem(state, { ...other, ref: { ...other.ref, teamId: "tea_2" } });
    expect(result).toMatchObject({ outcome: "created" });
    expect(result).not.toMatchObject({ record: { recordId: record.recordId } });
  });
});

describe("what it may not do", () => {
  test("an item from before a deletion brings nobody back, a later one does", () => {
    const state = emptyState();
    state.entities.contact.addTombstone(TEAM, email("jane@example.com"), { clock: 10 });
    expect(refuse(state, 9, { identifiers: [email("jane@example.com")] })).toMatchObject({ code: "DELETED" });
    const again = { identifiers: [email("jane@example.com")] };
    expect(refuse(state, 11, { ...again, retryOf: 9 })).toMatchObject({ code: "DELETED" });
    expect(apply(state, 11, again)).toMatchObject({ outcome: "created" });
  });

  test("an address that was taken from a record goes to nobody by an older item", () => {
    const state = emptyState();
    const { record } = apply(state, 1, { identifiers: [linkedin("jane")] });
    state.entities.contact.addTombstone(TEAM, email("old@example.com"), {
      clock: 10,
      recordId: record.recordId,
    });
    const late = { identifiers: [linkedin("jane")], aliases: ["old@example.com"] };
    expect(apply(state, 9, late).fieldRejections).toMatchObject([
      { field: "additionalEmails", reason: "stale" },
    ]);
    expect(apply(state, 11, late)).toMatchObject({
      changes: { additionalEmails: { to: ["old@example.com"] } },
    });
  });

  test("an older write stands behind a newer one, and is told", () => {
    const state = emptyState();
    const jane = { identifiers: [email("jane@example.com")] };
    apply(state, 5, { ...jane, set: { jobTitle: "CEO" } });
    const late = apply(state, 3, { ...jane, set: { jobTitle: "CTO", firstName: "Jane" } });
    expect(late).toMatchObject({
      outcome: "updated",
      changes: { firstName: { to: "Jane" } },
      fieldRejections: [{ field: "jobTitle", reason: "stale", rejectedValue: "CTO" }],
      record: { fields: { jobTitle: "CEO" } },
    });
  });

  test("a key that may not identify gives a known record no address, and a new one all of them", () => {
    const state = emptyState();
    const made = apply(state, 1, {
      identifiers: [email("jane@example.com"), linkedin("jane")],
      keepsIdentifiers: true,
    });
    expect(made).toMatchObject({ outcome: "created", fieldRejections: [] });
    const more = apply(state, 2, {
      identifiers: [linkedin("jane")],
      aliases: ["hers@example.com"],
      keepsIdentifiers: true,
    });
    expect(more.fieldRejections).toEqual([
      { field: "additionalEmails", reason: "scope", rejectedValue: "hers@example.com" },
    ]);
  });

  test("a field that was deleted takes no value; an owner or a company that nobody is, is a warning", () => {
    const state = emptyState({ isDeletedField: (_team, _entity, name) => name === "gone" });
    const result = apply(state, 1, {
      identifiers: [email("jane@example.com")],
      set: { gone: "x", firstName: "Jane" },
      owner: "nobody@example.com",
      company: { field: "companyDomain", value: "example.org" },
    });
    expect(result.warnings.map(({ code }) => code).toSorted()).toEqual([
      "COMPANY_NOT_FOUND",
      "OWNER_NOT_FOUND",
    ]);
    expect(result.record.fields).not.toHaveProperty("gone");
    expect(result.record.fields).toMatchObject({ firstName: "Jane" });
  });
});

/** These are three people. Each has a name, an e-mail and a URL that nobody else has. */
const person = fc.constantFrom("jane", "john", "otto");
const write = fc.record({
  person,
  names: fc.constantFrom<readonly ("email" | "linkedin")[]>(["email"], ["linkedin"], ["email", "linkedin"]),
  title: fc.constantFrom("CEO", "CTO", "CFO"),
  clock: fc.integer({ min: 1, max: 1_000 }),
});
/** They are in the order in which they come, which isn't that of their clocks. */
const writes = fc.uniqueArray(write, { maxLength: 12, selector: ({ clock }) => clock });

test("whatever comes in whatever order, no two records share an identifier, and each keeps its latest title", () => {
  fc.assert(
    fc.property(writes, fc.boolean(), (all, merges) => {
      const state = emptyState();
      const onConflict = merges ? "merge" : "prefer";
      for (const { clock, person: name, names, title } of all)
        apply(state, clock, {
          onConflict,
          identifiers: names.map((kind) =>
            kind === "email" ? email(`${name}@example.com`) : linkedin(name),
          ),
          set: { jobTitle: title },
        });
      const live = [...state.entities.contact.records.values()].filter(({ mergedInto }) => !mergedInto);
      const owned = live.flatMap(({ recordId, identifiers }) =>
        identifiers.map(({ kind, value }) => [`${kind} ${value}`, recordId] as const),
      );
      for (const owners of Map.groupBy(owned, ([name]) => name).values())
        expect(new Set(owners.map(([, recordId]) => recordId)).size).toBe(1);
      if (!merges) return;
      for (const name of ["jane", "john", "otto"]) {
        const [last] = all.filter((each) => each.person === name).toSorted((a, b) => b.clock - a.clock);
        const owner = state.entities.contact.ownerOf(TEAM, email(`${name}@example.com`));
        const record = owner && state.entities.contact.recordOf(TEAM, owner);
        const isLinked = all.some((each) => each.person === name && each.names.length === 2);
        if (last && record && isLinked) expect(record.state?.fields["jobTitle"]).toBe(last.title);
      }
    }),
  );
});

describe("who is one person", () => {
  const both = [email("office@example.com"), linkedin("john")];

  test("records that contradict each other stay apart under merge, with a warning that says how to make them one", () => {
    const state = emptyState();
    const jane = apply(state, 1, { identifiers: [email("office@example.com"), linkedin("jane")] });
    const john = apply(state, 2, { identifiers: [linkedin("john")] });
    const result = apply(state, 3, { identifiers: both, onConflict: "merge", set: { jobTitle: "CEO" } });
    expect(result.mergedIds).toBeUndefined();
    expect(result.fieldRejections).toMatchObject([{ field: "linkedinUrl", reason: "duplicate" }]);
    const recordIds = [jane.record.recordId, john.record.recordId];
    expect(result.warnings).toMatchObject([
      {
        code: "POSSIBLE_DUPLICATE",
        field: "linkedinUrl",
        recordIds,
        message: expect.stringMatching(/merge/),
      },
    ]);
    expect(result.warnings[0]?.message).toMatch(/^linkedinUrl belongs to .*[}]\.$/);
    expect(result.warnings[0]?.message).toContain(
      JSON.stringify({ primaryId: recordIds[0], secondaryIds: [recordIds[1]] }),
    );
  });

  test("records that are noted as different stay apart, also as parts of others", () => {
    const state = emptyState();
    const [office, john, third] = [
      apply(state, 1, { identifiers: [email("office@example.com")] }),
      apply(state, 2, { identifiers: [linkedin("john")] }),
      apply(state, 3, { identifiers: [email("third@example.com")] }),
    ].map(({ record }) => record.recordId);
    state.entities.contact.setDifferent(TEAM, office ?? "", john ?? "");
    expect(apply(state, 4, { identifiers: both, onConflict: "merge" }).warnings).toMatchObject([
      { recordIds: [office, john], message: expect.stringContaining("/api/contacts/different") },
    ]);
    const joining = { identifiers: [email("third@example.com"), linkedin("john")] };
    expect(apply(state, 5, { ...joining, onConflict: "merge" }).mergedIds).toEqual([john]);
    expect(apply(state, 6, { identifiers: both, onConflict: "merge" }).warnings).toMatchObject([
      { recordIds: [office, third] },
    ]);
  });

  test("an identifier that too many people came with is left out, told, and folds nobody", () => {
    const state = emptyState();
    const shared = (n: number) => ({ identifiers: [email(`p${n}@example.com`), linkedin("shared")] });
    const first = Array.from({ length: 10 }, (_, n) =>
      apply(state, n + 1, { ...shared(n), onConflict: "merge" }),
    );
    expect(new Set(first.map(({ record }) => record.recordId)).size).toBe(1);
    const owner = first[0]?.record.recordId;
    const rejection = { field: "linkedinUrl", reason: "suspicious", conflictingRecordId: owner };
    for (const n of [10, 11]) {
      const result = apply(state, n + 1, { ...shared(n), onConflict: "merge" });
      expect(result).toMatchObject({ outcome: "created", fieldRejections: [rejection] });
    }
    // One of the ten goes on. So does an item that names its record by id, and a team with another limit.
    expect(apply(state, 20, { ...shared(3), onConflict: "merge" })).toMatchObject({
      record: { recordId: owner },
      fieldRejections: [],
    });
    expect(apply(state, 21, { ...shared(12), recordId: owner ?? "" }).fieldRejections).toEqual([]);
    expect(apply(state, 22, { ...shared(13), suspiciousAfter: 20 }).record.recordId).toBe(owner);
    // With `strict` nothing is applied. A key that may give no identifier gives none. An identifier that somebody has
    // already is no new name.
    const other = apply(state, 23, { identifiers: [email("other@example.com")] }).record.recordId;
    const clash: Partial<Upsert> = { identifiers: [email("other@example.com"), linkedin("shared")] };
    expect(refuse(state, 24, { ...clash, onConflict: "strict" }).code).toBe("IDENTITY_CONFLICT");
    const kept = apply(state, 25, { ...shared(14), keepsIdentifiers: true });
    expect(kept).toMatchObject({ record: { recordId: owner }, fieldRejections: [{ reason: "scope" }] });
    expect(apply(state, 26, { ...clash, onConflict: "merge" }).warnings).toMatchObject([
      { recordIds: [other, owner] },
    ]);
    // A record that has none of that kind brings none.
    const profile = apply(state, 27, { identifiers: [{ kind: "salesNav", value: "ACwAAsales" }] }).record
      .recordId;
    const lead: Partial<Upsert> = {
      identifiers: [linkedin("shared"), { kind: "salesNav", value: "ACwAAsales" }],
      onConflict: "merge",
    };
    expect(apply(state, 28, lead).mergedIds).toEqual([profile]);
    // Several that came together are one person's.
    const many = Array.from({ length: 12 }, (_, n) => `a${n}@example.com`);
    const rich = apply(state, 30, {
      identifiers: [email("rich@example.com"), linkedin("rich")],
      aliases: many,
    });
    const again = { identifiers: [email("new@example.com"), linkedin("rich")] };
    expect(apply(state, 31, again).record.recordId).toBe(rich.record.recordId);
  });

  test("a shared URL folds nobody who comes with additional e-mails only", () => {
    for (const onConflict of ["merge", "prefer"] as const) {
      const state = emptyState();
      const upsert = (n: number): Partial<Upsert> => ({
        identifiers: [linkedin("shared")],
        aliases: [`p${n}@example.com`, `q${n}@example.com`],
        onConflict,
        suspiciousAfter: 3,
      });
      const ids = Array.from({ length: 6 }, (_, n) => apply(state, n + 1, upsert(n)).record.recordId);
      expect(new Set(ids).size).toBe(4);
      for (const [n, id] of ids.entries()) {
        const again = apply(state, n + 10, { ...upsert(n), set: { firstName: `P${n}` } });
        expect(again.record.recordId).toBe(id);
        expect(again.fieldRejections.map(({ reason }) => reason)).toEqual(n < 3 ? [] : ["suspicious"]);
      }
      const [last] = ids.slice(-1);
      expect(apply(state, 20, { identifiers: [email("p5@example.com")] }).record.recordId).toBe(last);
    }
  });

  test("what was told of an item when it was accepted is in its result", () => {
    const rejections = [
      {
        field: "linkedinUrl",
        reason: "placeholder" as const,
        rejectedValue: "https://www.linkedin.com/in/undefined",
      },
      { field: "score", reason: "invalid" as const, rejectedValue: "12,5", message: "no" },
    ];
    expect(apply(emptyState(), 1, { identifiers: [email("jane@example.com")], rejections })).toMatchObject({
      outcome: "created",
      fieldRejections: rejections,
    });
  });

  test("a shared address, also as an additional one, folds no more profiles than its team lets it", () => {
    for (const asAlias of [false, true]) {
      const state = emptyState();
      const upsert = (n: number): Partial<Upsert> =>
        asAlias
          ? { identifiers: [email(`p${n}@example.com`)], aliases: ["info@example.com"], onConflict: "merge" }
          : { identifiers: [email("info@example.com"), linkedin(`p${n}`)], onConflict: "merge" };
      for (let n = 0; n < 25; n++) apply(state, n + 1, { ...upsert(n), suspiciousAfter: 3 });
      const sizes = Array.from(state.entities.contact.records.values())
        .filter(({ mergedInto }) => !mergedInto)
        .map(({ identifiers }) => identifiers.length);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(5);
      expect(sizes.length).toBeGreaterThan(20);
    }
  });
});

describe("an opt-out that comes with an item", () => {
  const jane = { identifiers: [email("jane@example.com")] };
  const out = { ...jane, consent: { unsubscribed: true } };
  const back = { ...jane, consent: { unsubscribed: false } };
  const isOut = (applied: Applied) => applied.record.unsubscribed === true;

  test("is the record's from its beginning, and a change where nothing else is one", () => {
    expect(isOut(apply(emptyState(), 1, out))).toBe(true);
    const state = emptyState();
    apply(state, 1, jane);
    expect(apply(state, 2, out)).toMatchObject({
      outcome: "updated",
      changes: { unsubscribed: { to: true } },
      record: { unsubscribed: true },
    });
    expect(apply(state, 3, out)).toMatchObject({ outcome: "unmodified", changes: {} });
    expect(isOut(apply(state, 4, { ...jane, set: { firstName: "Jane" } }))).toBe(true);
    expect(apply(state, 5, back)).toMatchObject({
      outcome: "updated",
      changes: { unsubscribed: { from: true } },
    });
  });

  test("counts as of when it was said, not as of when it came", () => {
    const state = emptyState();
    apply(state, 10, back);
    const old = { ...jane, consent: { unsubscribed: true, at: 5 }, set: { firstName: "Jane" } };
    expect(apply(state, 20, old)).toMatchObject({
      outcome: "updated",
      changes: { firstName: { to: "Jane" } },
      fieldRejections: [{ field: "unsubscribed", reason: "stale", rejectedValue: true }],
    });
    expect(isOut(apply(state, 30, { ...out, observedAt: 9 }))).toBe(false);
    expect(isOut(apply(state, 40, { ...jane, consent: { unsubscribed: true, at: 11 } }))).toBe(true);
    // The rest of the item counts as of its own time.
    expect(apply(state, 50, { ...old, set: { firstName: "Janet" } })).toMatchObject({
      changes: { firstName: { to: "Janet" } },
    });
    // A time in the future counts as now.
    apply(state, 60, { ...jane, consent: { unsubscribed: true, at: 1_000 } });
    expect(isOut(apply(state, 70, back))).toBe(false);
  });

  test("lifts no opt-out that came after it was sent first, however often it is sent again", () => {
    const state = emptyState();
    apply(state, 20, out);
    const again = apply(state, 30, { ...back, retryOf: 10 });
    expect(isOut(again)).toBe(true);
    expect(again.fieldRejections).toMatchObject([{ field: "unsubscribed", reason: "stale" }]);
    expect(isOut(apply(state, 40, { ...back, retryOf: 25 }))).toBe(false);
  });

  test("is in any order the same as said at once", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({ clock: fc.integer({ min: 1, max: 9 }), at: fc.nat(9), unsubscribed: fc.boolean() }),
          {
            selector: ({ clock }) => clock,
            minLength: 1,
          },
        ),
        (said) => {
          const end = (order: typeof said) => {
            const state = emptyState();
            let last: Applied | undefined;
            for (const { clock, at, unsubscribed } of order)
              last = apply(state, clock, { ...jane, consent: { unsubscribed, at } });
            return last && isOut(last);
          };
          const latest = said.toSorted(
            (a, b) => Math.min(a.at, a.clock) - Math.min(b.at, b.clock) || a.clock - b.clock,
          );
          expect(end(said)).toBe(latest.at(-1)?.unsubscribed);
        },
      ),
    );
  });

  test("goes with a merge to the one record that is left", () => {
    const state = emptyState();
    apply(state, 1, { identifiers: [email("jane@example.com")], set: { firstName: "Jane" } });
    apply(state, 2, { identifiers: [linkedin("jane")], set: { lastName: "Doe" } });
    const both = [email("jane@example.com"), linkedin("jane")];
    expect(
      apply(state, 3, { identifiers: both, onConflict: "merge", consent: { unsubscribed: true } }),
    ).toMatchObject({ mergedIds: [expect.any(String)], record: { unsubscribed: true } });
    // Without the merge the item would have said it all the same.
    expect(state.entities.contact.merges[0]?.trace.restored.fields).toMatchObject({ unsubscribed: true });
  });

  test("is named where its key sees no more than it gave", () => {
    const state = emptyState();
    apply(state, 1, jane);
    expect(apply(state, 2, { ...out, namesGiven: true }).given).toEqual(["unsubscribed"]);
  });
});

describe("an owner that nobody is", () => {
  const named = (owner: string, upload?: true) => {
    const state = emptyState({ memberOf: (_, name) => (name === "usr_2" ? "usr_2" : undefined) });
    const identifiers = [email("jane@example.com")];
    apply(state, 1, { identifiers, owner: "usr_2" });
    const { ref, ...rest } = item(2, { identifiers, owner });
    const { result } = foldItem(state, { ...rest, ref: { ...ref, ...(upload && { upload }) } });
    if (result.outcome === "rejected") throw new Error("it is applied");
    expect(result.warnings).toMatchObject([{ code: "OWNER_NOT_FOUND" }]);
    return result.record.ownerId;
  };

  test.each(["Ines Moreau", "Rep", "usr_short", "N.N."])(
    "by no name of a member leaves the owner: %s",
    (owner) => {
      expect(named(owner)).toBe("usr_2");
      expect(named(owner, true)).toBe("usr_2");
    },
  );

  test.each(["gone@example.com", "usr_0123456789abcdefG"])(
    "by an id or an e-mail is the key's owner, but not of a row of an upload: %s",
    (owner) => {
      expect(named(owner)).toBe("usr_1");
      expect(named(owner, true)).toBe("usr_2");
    },
  );
});
