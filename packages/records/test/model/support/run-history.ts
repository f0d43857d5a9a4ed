import type { Identifier, ItemResult } from "@onefold/contract";
import type { Database } from "@onefold/database";
import {
  commitReady,
  deleteRecord,
  mergeRecords,
  readRecord,
  removeEmail,
  setPrimaryEmail,
  setUnsubscribed,
  undoMerge,
} from "../../../src/index.ts";
import type { Operation } from "../../../src/index.ts";
import { dump } from "../../support/dump.ts";
import { newTeam } from "../../support/team.ts";
import type { Team } from "../../support/team.ts";
import type { Done } from "./apply-command.ts";
import { COMPANIES } from "./commands.ts";
import type { Command, History } from "./commands.ts";
import { interleave } from "./interleave.ts";
import type { Pause } from "./interleave.ts";
import { kindOf, textOf } from "./model.ts";

/** A history as the service did it. */
export interface Ran {
  readonly before: readonly (Done & { readonly told: string })[];
  readonly atOnce: readonly (Done & { readonly told: string })[];
  /** What is there at the end, with ids as the model has them. */
  readonly end: string;
}

/** Does a history to a team of its own. */
export async function runHistory(db: Database, { before, atOnce, steps }: History): Promise<Ran> {
  const team = await newTeam(db);
  const companies = await createCompanies(db, team);
  const modelled = (text: string) =>
    [...companies].reduce((all, [name, id]) => all.replaceAll(id, name), text);
  /** Ids as the service has them, by the number of the command that created it. */
  const ids = new Map<number, string>();
  const jobs = new Map<number, string>();
  const idOf = (by: number) => ids.get(by) ?? "ctc_0000000000000000A";
  const nameOf = (id: string) => `r${[...ids].find(([, each]) => each === id)?.[0] ?? "?"}`;

  function prepare(command: Command, by: number) {
    if (command.kind === "upsert") {
      const item = team.item({});
      const { names, aliases, set, clear, company, seenBefore, onConflict } = command;
      Object.assign(item.upsert, {
        onConflict,
        identifiers: names.map(identifierOf),
        aliases: aliases.filter((name) => !names.includes(name)).map(textOf),
        set,
        clear,
        ...(company !== undefined && { company: { field: "companyId", value: companies.get(company) } }),
        ...(seenBefore > 0 && { observedAt: item.clock - seenBefore }),
      });
      jobs.set(by, item.ref.jobId);
      return {
        clock: () => item.clock,
        run: async (pause: Pause) => {
          for (;;) {
            const { outcomes } = await commitReady(db, [item], { onPoint: pause });
            if (outcomes[0]) return toldOf(outcomes[0].result, by);
            await pause();
          }
        },
      };
    }
    let onPoint: Pause = () => Promise.resolve();
    const operation = team.operation({ onPoint: () => onPoint() });
    jobs.set(by, operation.ref.jobId);
    return {
      clock: () => operation.issued.at(-1) ?? 0,
      run: async (pause: Pause) => {
        onPoint = pause;
        const kind = await operate(command, operation);
        return () => kind;
      },
    };
  }

  async function operate(
    command: Exclude<Command, { kind: "upsert" }>,
    operation: Operation,
  ): Promise<string> {
    switch (command.kind) {
      case "merge": {
        const [primary, secondary] = [
          { recordId: idOf(command.primary) },
          { recordId: idOf(command.secondary) },
        ];
        const request = { entity: "contact", primary, secondaries: [secondary], dryRun: false } as const;
        return (await mergeRecords(db, operation, request)).kind;
      }
      case "undo": {
        const jobId = jobs.get(command.of) ?? "job_none";
        return (await undoMerge(db, operation, { entity: "contact", jobId, row: 0 })).kind;
      }
      case "delete": {
        const name = { identifier: identifierOf(command.name) };
        return (await deleteRecord(db, operation, { entity: "contact", name, force: false })).kind;
      }
      case "consent": {
        const contact = { recordId: idOf(command.record) };
        return (await setUnsubscribed(db, operation, { contact, unsubscribed: command.unsubscribed })).kind;
      }
      case "primary-email":
      case "remove-email": {
        const change = command.kind === "primary-email" ? setPrimaryEmail : removeEmail;
        const contact = { recordId: idOf(command.record) };
        return (await change(db, operation, { contact, email: textOf(command.name) })).kind;
      }
      default:
        return command satisfies never;
    }
  }

  /** Told once all is done: who created a record that was reached meanwhile is known only then. */
  function toldOf(result: ItemResult, by: number): () => string {
    if (result.outcome === "rejected") return () => JSON.stringify({ code: result.code });
    const { recordId } = result.record;
    if (result.outcome === "created") ids.set(by, recordId);
    return () =>
      JSON.stringify({
        recordId: nameOf(recordId),
        isCreated: result.outcome === "created",
        mergedIds: (result.mergedIds ?? []).map(nameOf).toSorted(),
        refused: [
          ...new Set(result.fieldRejections.map(({ field, reason }) => `${field} ${reason}`)),
        ].toSorted(),
      });
  }

  async function end(): Promise<string> {
    const records = (await dump(db, team.teamId)).map(({ recordId, fields, identifiers }) => ({
      id: nameOf(recordId),
      fields: Object.entries(fields)
        .map(
          ([name, value]) => [modelled(name), typeof value === "string" ? modelled(value) : value] as const,
        )
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
      names: identifiers.map(({ kind, value }) => `${kind} ${value}`).toSorted(),
    }));
    const leads = await Promise.all(
      Array.from(ids, async ([by, recordId]) => {
        const read = await readRecord(db, team.teamId, "contact", { recordId });
        return `r${by} is ${read ? nameOf(read.recordId) : "gone"}`;
      }),
    );
    return toText(records, leads);
  }

  const done: Ran["before"][number][] = [];
  for (const [by, command] of before.entries()) {
    const { run, clock } = prepare(command, by);
    const tell = await run(() => Promise.resolve());
    done.push({ by, command, told: tell(), clock: clock() });
  }
  const prepared = atOnce.map((command, index) => prepare(command, before.length + index));
  const told = await interleave(
    db,
    prepared.map(({ run }) => run),
    steps,
  );
  return {
    before: done,
    atOnce: atOnce.map((command, index) => ({
      by: before.length + index,
      command,
      told: told[index]?.() ?? "",
      clock: prepared[index]?.clock() ?? 0,
    })),
    end: await end(),
  };
}

/** @returns their ids, by their names */
async function createCompanies(db: Database, team: Team): Promise<Map<string, string>> {
  const items = COMPANIES.map((name) =>
    team.item({
      entity: "company",
      identifiers: [{ kind: "domain", value: `${name.toLowerCase()}.example` }],
    }),
  );
  const { outcomes } = await commitReady(db, items);
  return new Map(
    COMPANIES.map((name, index) => {
      const result = outcomes.find(({ item }) => item === items[index])?.result;
      if (!result || !("record" in result)) throw new Error(`no company ${name}`);
      return [name, result.record.recordId];
    }),
  );
}

function identifierOf(name: string): Identifier {
  const kind = kindOf(name);
  if (kind !== "email" && kind !== "linkedin" && kind !== "salesNav") throw new Error(`${name} is no name.`);
  return { kind, value: textOf(name) };
}

interface ShownRecord {
  readonly id: string;
  readonly fields: readonly (readonly [string, unknown])[];
  readonly names: readonly string[];
}

/** The same text for the same state. */
export function toText(records: readonly ShownRecord[], leads: readonly string[]): string {
  return [...records.map((each) => JSON.stringify(each)).toSorted(), ...leads.toSorted()].join("\n");
}
