import assert from "node:assert/strict";
import type { Item } from "@onefold/contract";
import type { Database } from "@onefold/database";
import * as fc from "fast-check";
import {
  continueErasures,
  deleteRecord,
  mergeRecords,
  readReceipts,
  receiptKey,
  removeEmail,
  replayLetter,
  undoMerge,
} from "../../../src/index.ts";
import type { Operation } from "../../../src/index.ts";
import { byEmail, createActs } from "../../support/acts.ts";
import { asDeadLetter } from "../../support/dead-letter.ts";
import { dump } from "../../support/dump.ts";
import { everything } from "../../support/everything.ts";
import { email } from "../../support/team.ts";
import type { Team } from "../../support/team.ts";

type Person = 0 | 1 | 2;
export const PEOPLE: readonly Person[] = [0, 1, 2];
const addressOf = (person: Person) => `p${person}@example.com`;
const aliasOf = (person: Person) => `p${person}-alias@example.com`;
/** Each value of a person's record has its name. */
const traceOf = (person: Person) => new RegExp(`\\bp${person}[@-]`);

/** What is accepted now, and applied at once or by a later command, as an item or as a dead letter. */
type Given =
  | { readonly kind: "write"; readonly person: Person; readonly alias: boolean }
  | { readonly kind: "join"; readonly person: Person; readonly other: Person };
export type Command =
  | { readonly kind: "accept"; readonly given: Given; readonly as: "now" | "late" | "letter" }
  | { readonly kind: "apply"; readonly which: number }
  | { readonly kind: "merge"; readonly person: Person; readonly other: Person }
  | { readonly kind: "undo" | "remove-alias" | "delete"; readonly person: Person };

const person = fc.constantFrom(...PEOPLE);
const given: fc.Arbitrary<Given> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("write" as const), person, alias: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("join" as const), person, other: person }) },
);
export const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("accept" as const),
      given,
      as: fc.constantFrom("now" as const, "late" as const, "letter" as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("apply" as const), which: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("merge" as const), person, other: person }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("undo" as const), person }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove-alias" as const), person }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), person }) },
);

/** A live record: the person whose it is, and what was merged into it, the last one last. */
interface Live {
  readonly person: Person;
  recordId: string;
  readonly merges: { readonly ref: Item["ref"]; readonly secondaries: readonly Live[] }[];
}

interface Accepted {
  readonly given: Given;
  readonly item: Item;
  readonly isLetter: boolean;
}

const peopleIn = ({ person: own, merges }: Live): Person[] => [
  own,
  ...merges.flatMap(({ secondaries }) => secondaries.flatMap(peopleIn)),
];

/** What a history comes to, step by step, as it is told to whoever asked. */
export class PartHistory {
  readonly #db: Database;
  readonly #team: Team;
  readonly #live: Live[] = [];
  readonly #deleted = new Set<Person>();
  readonly #accepted: Accepted[] = [];
  /** Whom a receipt tells of: all whose its record was when it was applied. */
  readonly #receipts: { readonly ref: Item["ref"]; readonly people: readonly Person[] }[] = [];
  readonly #letters: { readonly ref: Item["ref"]; readonly people: readonly Person[] }[] = [];
  /** Whose additional address was removed, and what had been merged last into the record that had it. */
  readonly #removed = new Map<Person, unknown>();
  #values = 0;

  constructor(db: Database, team: Team) {
    this.#db = db;
    this.#team = team;
  }

  async begin(): Promise<void> {
    for (const each of PEOPLE) {
      const item = this.#team.item({
        identifiers: [email(addressOf(each))],
        aliases: [aliasOf(each)],
        set: { phone: `p${each}-phone` },
      });
      const created = await createActs(this.#db).result(item);
      if (created.outcome !== "created") throw new Error(JSON.stringify(created));
      const live: Live = { person: each, recordId: created.record.recordId, merges: [] };
      this.#live.push(live);
      this.#note(item, live);
    }
  }

  async run(next: Command): Promise<void> {
    switch (next.kind) {
      case "accept":
        return await this.#accept(next);
      case "apply": {
        const [one] = this.#accepted.splice(next.which % Math.max(1, this.#accepted.length), 1);
        return one && (await this.#apply(one));
      }
      case "merge":
        return await this.#merge(next.person, next.other);
      case "undo":
        return await this.#undo(next.person);
      case "remove-alias":
        return await this.#removeAlias(next.person);
      case "delete":
        return await this.delete(next.person);
      default:
        return next satisfies never;
    }
  }

  /** Nobody is made anew: what is accepted names living people. */
  async #accept({ given: what, as }: Command & { kind: "accept" }): Promise<void> {
    if (this.#deleted.has(what.person) || (what.kind === "join" && this.#deleted.has(what.other))) return;
    const item = this.#team.item({
      identifiers: [email(addressOf(what.person))],
      ...(what.kind === "join" && { aliases: [addressOf(what.other)], onConflict: "merge" }),
    });
    const accepted = { given: what, item, isLetter: as === "letter" };
    if (as === "now") return await this.#apply(accepted);
    this.#accepted.push(accepted);
    if (as !== "letter") return;
    await asDeadLetter(this.#db, item);
    const people = what.kind === "join" ? [what.person, what.other] : [what.person];
    this.#letters.push({ ref: item.ref, people });
  }

  async #apply({ given: what, item, isLetter }: Accepted): Promise<void> {
    const live = this.#recordOf(what.person);
    const set = { city: `p${live?.person ?? what.person}-city-${this.#values++}` };
    const isGiven = what.kind === "write" && what.alias && live && this.#isGivenBack(live, what.person);
    const aliases = isGiven ? { aliases: [aliasOf(what.person)] } : {};
    const mended = { ...item, upsert: { ...item.upsert, set, ...aliases } };
    if (isLetter) {
      const { kind } = await replayLetter(this.#db, { ...mended, now: Date.now() });
      const at = this.#letters.findIndex(({ ref }) => ref === item.ref);
      const [letter] = this.#letters.splice(at, 1);
      // It went with one of those whom it named.
      const isGone = letter?.people.some((each) => this.#deleted.has(each));
      assert.equal(kind, isGone ? "gone" : "replayed");
      if (kind === "gone") return;
    } else await createActs(this.#db).result(mended);
    const told = (await readReceipts(this.#db, [item.ref])).get(receiptKey(item.ref))?.result;
    if (!live) {
      assert.partialDeepStrictEqual(told, { outcome: "rejected", code: "DELETED" });
      return;
    }
    if (told?.outcome !== "updated" && told?.outcome !== "unmodified") throw new Error(JSON.stringify(told));
    assert.equal(told.record.recordId, live.recordId);
    if (told.mergedIds) this.#join(live, item.ref, told.mergedIds);
    if (isGiven && told.record.identifiers["email"]?.includes(aliasOf(what.person)))
      this.#removed.delete(what.person);
    this.#note(item, live);
  }

  /** An address that is given to whom it didn't come to before stays there when both are parted. */
  #isGivenBack(live: Live, of: Person): boolean {
    if (!this.#removed.has(of)) return false;
    return live.person === of || this.#removed.get(of) === live.merges.at(-1);
  }

  async #merge(one: Person, other: Person): Promise<void> {
    const [primary, secondary] = [this.#recordOf(one), this.#recordOf(other)];
    if (!primary || !secondary || primary === secondary) return;
    const operation = this.#team.operation();
    const { kind } = await mergeRecords(this.#db, operation, {
      entity: "contact",
      primary: byEmail(addressOf(one)),
      secondaries: [byEmail(addressOf(other))],
      dryRun: false,
    });
    assert.equal(kind, "merged");
    this.#join(primary, operation.ref, [secondary.recordId]);
    this.#note(operation, primary);
  }

  #join(survivor: Live, ref: Item["ref"], mergedIds: readonly string[]): void {
    const secondaries = this.#live.filter(({ recordId }) => mergedIds.includes(recordId));
    for (const each of secondaries) this.#live.splice(this.#live.indexOf(each), 1);
    survivor.merges.push({ ref, secondaries });
  }

  async #undo(of: Person): Promise<void> {
    const live = this.#recordOf(of);
    const merge = live?.merges.at(-1);
    if (!live || !merge) return;
    const operation = this.#team.operation();
    const { jobId, row } = merge.ref;
    const { kind } = await undoMerge(this.#db, operation, { entity: "contact", jobId, row });
    assert.equal(kind, "undone");
    this.#note(operation, live);
    live.merges.pop();
    this.#live.push(...merge.secondaries);
  }

  async #removeAlias(of: Person): Promise<void> {
    const live = this.#recordOf(of);
    if (!live || this.#removed.has(of)) return;
    const operation = this.#team.operation();
    const contact = byEmail(addressOf(of));
    const { kind } = await removeEmail(this.#db, operation, { contact, email: aliasOf(of) });
    assert.equal(kind, "applied");
    this.#removed.set(of, live.merges.at(-1));
    this.#note(operation, live);
  }

  async delete(of: Person): Promise<void> {
    const live = this.#recordOf(of);
    if (!live) return;
    const others = async () =>
      (await dump(this.#db, this.#team.teamId)).filter(({ recordId }) => recordId !== live.recordId);
    const before = await others();
    const name = byEmail(addressOf(of));
    const { kind } = await deleteRecord(this.#db, this.#team.operation(), {
      entity: "contact",
      name,
      force: false,
    });
    assert.equal(kind, "deleted");
    this.#live.splice(this.#live.indexOf(live), 1);
    for (const each of peopleIn(live)) this.#deleted.add(each);
    await this.#check();
    await continueErasures(this.#db);
    await this.#check();
    assert.deepEqual(await others(), before);
  }

  async #check(): Promise<void> {
    const rows = (await everything(this.#db, this.#team.teamId)).split("\n");
    for (const each of this.#deleted)
      assert.deepEqual(
        rows.filter((row) => traceOf(each).test(row)),
        [],
      );
    const told = await readReceipts(
      this.#db,
      [...this.#receipts, ...this.#letters].map(({ ref }) => ref),
    );
    const resultOf = (ref: Item["ref"]) => told.get(receiptKey(ref))?.result;
    const isTold = (people: readonly Person[]) => !people.some((each) => this.#deleted.has(each));
    assert.deepEqual(
      this.#receipts.map(({ ref }) => resultOf(ref)?.outcome !== "erased"),
      this.#receipts.map(({ people }) => isTold(people)),
    );
    assert.deepEqual(
      this.#letters.map(({ ref }) => "letter" in (resultOf(ref) ?? {})),
      this.#letters.map(({ people }) => isTold(people)),
    );
  }

  #recordOf(of: Person): Live | undefined {
    return this.#live.find((live) => peopleIn(live).includes(of));
  }

  #note({ ref }: Pick<Item | Operation, "ref">, live: Live): void {
    this.#receipts.push({ ref, people: peopleIn(live) });
  }
}
