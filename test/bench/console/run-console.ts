import { createKey, createMember } from "@onefold/records";
import { createDatabase } from "@onefold/database";
import { startBulkStores } from "../bulk/stores.ts";
import { startService } from "../bulk/start-service.ts";
import type { EmptyTeam } from "../bulk/stores.ts";
import { startLoad } from "../load/load.ts";
import type { Target } from "../load/send-rows.ts";
import { sendRows } from "../load/send-rows.ts";
import { contactId, seed } from "../reads/seed.ts";
import { importWithoutEnd } from "./import-without-end.ts";
import { openConsole } from "./open-console.ts";
import type { OpenConsole, WatchedRequest } from "./open-console.ts";
import type { ConsoleOptions } from "./options.ts";
import { repeatRequests } from "./repeat-requests.ts";

export interface ConsoleBench {
  readonly options: ConsoleOptions;
  readonly signal: AbortSignal;
  log(line: string): void;
}

/** Pages that are open while contacts are posted. */
interface OpenPages {
  readonly name: string;
  readonly requests: readonly WatchedRequest[];
  /** Posts in each round. */
  readonly perSecond: number[];
}

export interface MeasuredConsole {
  /** Milliseconds of each visit, until nothing more was asked for. */
  readonly pages: readonly { readonly page: string; readonly ms: readonly number[] }[];
  /** The first is none. */
  readonly consoles: readonly OpenPages[];
  readonly seeded: number;
  /** Rows that were imported meanwhile, and over how many seconds. */
  readonly imported: { readonly rows: number; readonly seconds: number };
}

const CONNECTIONS = 16;
const WATCHED_MS = 12_000;
const WARM_UPS = 2;

export async function runConsole(bench: ConsoleBench): Promise<MeasuredConsole> {
  const { options, signal, log } = bench;
  await using owned = new AsyncDisposableStack();
  const stores = owned.use(await startBulkStores(options.backend));
  const { team, contact } = await seeded(await stores.createTeam(), bench);
  const service = owned.use(
    await startService({
      stores: { createTeam: () => Promise.resolve(team) },
      options: { workers: 1 },
      signal,
    }),
  );
  const imports = owned.use(
    importWithoutEnd({ service, folder: stores.folder, rows: options.imported, signal, log }),
  );
  const job = await imports.firstJob;
  const browser = owned.use(await openConsole(service));
  const pages = await visitPages(browser, pathsOf(contact, job), bench);
  const open: Record<string, readonly string[]> = {
    "an open overview": ["/"],
    "the overview, the import and Try it": ["/", `/jobs/${job}`, "/try-it"],
  };
  const consoles: OpenPages[] = [{ name: "none", requests: [], perSecond: [] }];
  for (const [name, paths] of Object.entries(open)) {
    log(`what is asked for by ${name}`);
    const requests: WatchedRequest[] = [];
    for (const path of paths) requests.push(...(await browser.watch(path, WATCHED_MS)));
    consoles.push({ name, requests, perSecond: [] });
  }
  await browser[Symbol.asyncDispose]();
  const load = owned.use(await startLoad({ signal }));
  const target: Target = {
    port: service.api.port,
    headers: { authorization: `Bearer ${team.key}` },
    mix: "new",
    nextRow: 0,
  };
  for (let round = -WARM_UPS; round < options.rounds; round++)
    // Each is the first in some rounds: the service is warmer in the later ones.
    for (const each of rotated(consoles, Math.abs(round))) {
      signal.throwIfAborted();
      const { perSecond } = await beside(each.requests, () =>
        sendRows(load, target, {
          connections: CONNECTIONS,
          seconds: options.seconds,
          statuses: [200, 201, 202],
        }),
      );
      log(`${perSecond.toFixed(0)} posts/s with ${each.name}`);
      if (round >= 0) each.perSecond.push(perSecond);
    }
  return {
    pages,
    consoles,
    seeded: options.contacts,
    imported: await imports.end(),
  };
}

/** Does it while the same is asked for as often as the pages do. */
async function beside<T>(requests: readonly WatchedRequest[], run: () => Promise<T>): Promise<T> {
  await using _repeating = await repeatRequests(requests);
  return await run();
}

function rotated<T>(all: readonly T[], by: number): T[] {
  const first = by % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

async function visitPages(
  browser: OpenConsole,
  paths: Readonly<Record<string, string>>,
  { options, signal, log }: ConsoleBench,
): Promise<MeasuredConsole["pages"]> {
  const pages: { page: string; ms: number[] }[] = [];
  for (const [page, path] of Object.entries(paths)) {
    const ms: number[] = [];
    for (let visit = 0; visit < options.visits; visit++) {
      signal.throwIfAborted();
      ms.push(await browser.visit(path));
    }
    log(`${page}: ${ms.map((each) => each.toFixed(0)).join(", ")} ms`);
    pages.push({ page, ms });
  }
  return pages;
}

const pathsOf = (contact: string, job: string): Readonly<Record<string, string>> => ({
  Overview: "/",
  "Try it": "/try-it",
  Contacts: "/contacts",
  "Contacts, searched": "/contacts?search=garcia",
  Companies: "/companies",
  "A contact": `/contacts/${contact}`,
  Conflicts: "/conflicts",
  Jobs: "/jobs",
  "The import": `/jobs/${job}`,
  Import: "/import",
  Webhooks: "/webhooks",
  "Dead letters": "/dead-letters",
  Settings: "/settings",
});

/** Fills the team's database, and gives the team that has most of it. */
async function seeded(
  empty: EmptyTeam,
  { options, log }: ConsoleBench,
): Promise<{ team: EmptyTeam; contact: string }> {
  await using owned = new AsyncDisposableStack();
  // One connection, so that its settings hold for all that is loaded.
  const db = owned.adopt(createDatabase({ url: empty.databaseUrl, max: 1 }), (each) => each.destroy());
  const { teamId } = await seed(db, options.contacts, log);
  const { userId } = await createMember(db, teamId, { email: "olga@example.com", role: "admin" });
  const { key, keyId } = await createKey(db, { teamId, userId, name: "bench" });
  return { team: { ...empty, teamId, userId, key, keyId }, contact: await contactId(db, 7) };
}
