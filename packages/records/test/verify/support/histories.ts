import type { Item, Upsert } from "@onefold/contract";
import type { Database } from "@onefold/database";
import * as fc from "fast-check";
import {
  continueErasures,
  deleteRecord,
  mergeRecords,
  removeEmail,
  resubscribeValue,
  setPrimaryEmail,
  setUnsubscribed,
  undoMerge,
  unsubscribeValues,
} from "../../../src/index.ts";
import { commitItems } from "../../support/commit-items.ts";
import { email, linkedin, newTeam, salesNav } from "../../support/team.ts";
import type { Team } from "../../support/team.ts";

const EMAILS = ["a", "b", "c", "d", "e"].map((name) => email(`${name}@example.com`));
const PROFILES = ["a", "b", "c"].map(linkedin);
const LEADS = ["ACwAAa", "ACwAAb"].map(salesNav);
const VALUES = [...EMAILS, ...PROFILES, ...LEADS];
const DOMAINS = ["acme.example", "other.example", "third.example"];
const FIELDS = ["firstName", "lastName", "jobTitle", "score"] as const;

const index = fc.nat(9);
const maybe = <T>(of: fc.Arbitrary<T>, freq = 2) => fc.option(of, { nil: undefined, freq });

const contact = fc.record({
  act: fc.constant("contact" as const),
  email: maybe(fc.nat(EMAILS.length - 1), 4),
  profile: maybe(fc.nat(PROFILES.length - 1)),
  lead: maybe(fc.nat(LEADS.length - 1), 1),
  aliases: fc.uniqueArray(fc.nat(EMAILS.length - 1), { maxLength: 2 }),
  set: fc.dictionary(fc.constantFrom(...FIELDS), fc.constantFrom("x", "y", "z"), { maxKeys: 3 }),
  clear: fc.subarray(["firstName", "jobTitle"], { maxLength: 1 }),
  company: maybe(fc.nat(DOMAINS.length - 1)),
  owner: maybe(fc.constantFrom("me", "nobody"), 1),
  observedAgo: maybe(fc.integer({ min: 0, max: 30 }), 1),
  consent: maybe(fc.record({ unsubscribed: fc.boolean(), ago: maybe(fc.nat(30)) }), 1),
  onConflict: fc.constantFrom("merge", "merge", "prefer", "strict"),
  /** How many acts later it is delivered, and how often. */
  late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(4)),
  again: fc.boolean(),
});
const company = fc.record({
  act: fc.constant("company" as const),
  domain: fc.nat(DOMAINS.length - 1),
  other: maybe(fc.nat(DOMAINS.length - 1), 1),
  set: fc.dictionary(fc.constantFrom("name", "size"), fc.constantFrom("x", "y"), { maxKeys: 2 }),
  late: fc.nat(2),
});
const operation = fc.record({
  act: fc.constantFrom(
    "merge",
    "merge",
    "undo",
    "undo",
    "remove-email",
    "set-primary",
    "unsubscribe",
    "resubscribe",
    "list",
    "unlist",
    "delete",
    "merge-companies",
    "undo-companies",
    "delete-company",
  ),
  one: index,
  other: index,
});
type Of<Arbitrary> = Arbitrary extends fc.Arbitrary<infer T> ? T : never;
type Act = Of<typeof contact> | Of<typeof company> | Of<typeof operation>;

/** What clients of a team do, and in which order it arrives. */
export const histories: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: contact },
    { weight: 1, arbitrary: company },
    { weight: 3, arbitrary: operation },
  ),
  { minLength: 4, maxLength: 40 },
);

type Contact = Extract<Act, { act: "contact" }>;
type Company = Extract<Act, { act: "company" }>;
type Operation = Exclude<Act, Contact | Company>;

/** Does what a history says, in a team of its own. What is refused is a part of it. */
export async function live(db: Database, acts: readonly Act[]): Promise<Team> {
  const team = await newTeam(db);
  const ids = { contact: [] as string[], company: [] as string[] };
  const merges = { contact: [] as Merge[], company: [] as Merge[] };
  const waiting: { due: number; item: Item }[] = [];
  for (const [at, act] of acts.entries()) {
    if (act.act === "contact" || act.act === "company") {
      const item = act.act === "contact" ? contactItem(team, act) : companyItem(team, act);
      waiting.push({ due: at + act.late, item });
      if ("again" in act && act.again) waiting.push({ due: at + act.late + 2, item });
    } else await operate(act);
    await deliver(at);
  }
  await deliver(Infinity);
  while ((await continueErasures(db)) > 0);
  return team;

  async function deliver(at: number): Promise<void> {
    const due = waiting.filter((each) => each.due <= at).map(({ item }) => item);
    if (due.length === 0) return;
    for (const each of due)
      waiting.splice(
        waiting.findIndex(({ item }) => item === each),
        1,
      );
    const { outcomes } = await commitItems(db, due);
    for (const { item, result } of outcomes) {
      if (result.outcome === "rejected") continue;
      ids[item.upsert.entity].push(result.record.recordId);
      if (result.mergedIds) merges[item.upsert.entity].push(item.ref);
    }
  }

  async function operate({ act, one, other }: Operation): Promise<void> {
    const entity = act.includes("compan") ? "company" : "contact";
    const pick = (which: number) => ids[entity][which % Math.max(1, ids[entity].length)];
    const [first, second] = [pick(one), pick(other)];
    if (first === undefined || second === undefined) return;
    const named = { recordId: first };
    const which = EMAILS[other % EMAILS.length]?.value ?? "";
    const timed = team.operation();
    switch (act) {
      case "merge":
      case "merge-companies": {
        const secondaries = [{ recordId: second }];
        await mergeRecords(db, timed, { entity, primary: named, secondaries, dryRun: false });
        merges[entity].push(timed.ref);
        return;
      }
      case "undo":
      case "undo-companies": {
        const merge = merges[entity][one % Math.max(1, merges[entity].length)];
        if (merge) await undoMerge(db, timed, { entity, jobId: merge.jobId, row: merge.row });
        return;
      }
      case "remove-email":
        await removeEmail(db, timed, { contact: named, email: which });
        return;
      case "set-primary":
        await setPrimaryEmail(db, timed, { contact: named, email: which });
        return;
      case "unsubscribe":
      case "resubscribe":
        await setUnsubscribed(db, timed, { contact: named, unsubscribed: act === "unsubscribe" });
        return;
      case "list":
        await unsubscribeValues(db, timed, VALUES.slice(one % VALUES.length, (one % VALUES.length) + 2));
        return;
      case "unlist":
        for (const value of VALUES.slice(other % VALUES.length, (other % VALUES.length) + 1))
          await resubscribeValue(db, timed, value);
        return;
      case "delete":
      case "delete-company":
        await deleteRecord(db, timed, { entity, name: named, force: other % 2 === 0 });
    }
  }
}

type Merge = Pick<Item["ref"], "jobId" | "row">;

function contactItem(team: Team, act: Contact): Item {
  const identifiers = [
    ...(act.email === undefined ? [] : [EMAILS[act.email] ?? email("a@example.com")]),
    ...(act.profile === undefined ? [] : [PROFILES[act.profile] ?? linkedin("a")]),
    ...(act.lead === undefined ? [] : [LEADS[act.lead] ?? salesNav("ACwAAa")]),
  ];
  const own = identifiers.length === 0 ? [email("a@example.com")] : identifiers;
  const aliases = act.aliases
    .map((each) => EMAILS[each]?.value ?? "")
    .filter((value) => !own.some((identifier) => identifier.value === value));
  const now = Date.now() * 1_000;
  const upsert: Partial<Upsert> = {
    identifiers: own,
    aliases,
    set: act.set,
    clear: act.clear,
    onConflict: act.onConflict,
    ...(act.company !== undefined && {
      company: { field: "companyDomain", value: DOMAINS[act.company] ?? "" },
    }),
    ...(act.owner !== undefined && { owner: act.owner === "me" ? team.userId : "usr_0000000000000000A" }),
    ...(act.observedAgo !== undefined && { observedAt: now - act.observedAgo * 1_000_000 }),
    ...(act.consent && {
      consent: {
        unsubscribed: act.consent.unsubscribed,
        ...(act.consent.ago !== undefined && { at: now - act.consent.ago * 1_000_000 }),
      },
    }),
  };
  return team.item(upsert);
}

function companyItem(team: Team, { domain, set, other }: Company): Item {
  const identifiers = [{ kind: "domain" as const, value: DOMAINS[domain] ?? "" }];
  const profile = other === undefined ? [] : [{ kind: "linkedin" as const, value: companyPage(other) }];
  return team.item({
    entity: "company",
    identifiers: [...identifiers, ...profile],
    set: { name: "Acme", ...set },
    onConflict: "merge",
  });
}

function companyPage(which: number): string {
  return `https://www.linkedin.com/company/c${which}`;
}
