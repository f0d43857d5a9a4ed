import { createKey, revokeKey } from "@onefold/records";
import { beforeAll, describe, expect, test } from "vitest";
import { refused } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";
import type { Answer } from "./support/conformance.ts";
import type { TestTeam } from "./support/stack.ts";
import type { Case } from "./tenancy/support/cases.ts";
import { DECISIONS, NAME_NOTHING } from "./tenancy/support/decisions.ts";

import { documentedRoutes } from "./tenancy/support/documented-routes.ts";
import { namesOf, UNKNOWN } from "./tenancy/support/names.ts";
import type { Names } from "./tenancy/support/names.ts";
import { logStatements } from "./tenancy/support/statement-log.ts";
import type { StatementLog } from "./tenancy/support/statement-log.ts";
import { rowsOfTeam } from "./tenancy/support/team-rows.ts";

/**
 * What one team has is to another as if nobody had it, on every route there is (G6 of docs/guarantees.md): the same
 * answer, by the same statements. The queue is in Redis, so that the database's log tells of records only.
 */
const stack = useStack({ queue: "redis", worker: false });

let log: StatementLog;
let theirs: TestTeam;
let ours: TestTeam;
let their: Names;
let own: Names;
let theirRows: Record<string, string[]>;

beforeAll(async () => {
  const running = stack();
  log = await logStatements(running.db);
  // With connections that are logged.
  await running.stopApi();
  await running.startApi();
  await running.startWorker();
  theirs = await running.newTeam();
  ours = await running.newTeam();
  their = await namesOf(running, theirs, "their");
  own = await namesOf(running, ours, "own");
  theirRows = await rowsOfTeam(running.db, theirs.teamId);
});

test("what a route can name of a team's is decided for every documented route and parameter", async () => {
  const routes = documentedRoutes((await stack().anyone.get("/openapi.json")).body);
  const undecided = routes.flatMap(({ route, parameters }) => {
    const decision = DECISIONS[route];
    if (decision === undefined)
      return [
        `${route}: say in test/e2e/tenancy/support/decisions.ts what it names of a team's, or that it can't`,
      ];
    const named = typeof decision === "string" ? [] : decision.map(({ by }) => by);
    return parameters
      .filter((name) => !named.includes(name) && !NAME_NOTHING.has(name))
      .map(
        (name) =>
          `${route}: add a case by ${name} to test/e2e/tenancy/support/decisions.ts, or to NAME_NOTHING`,
      );
  });
  expect(undecided).toEqual([]);
  const documented = new Set(routes.map(({ route }) => route));
  expect(Object.keys(DECISIONS).filter((route) => !documented.has(route))).toEqual([]);
});

const cases = Object.entries(DECISIONS).flatMap(([route, decision]) =>
  typeof decision === "string" ? [] : decision.map((each) => [route, each.by, each] as const),
);

describe("another team's is answered as what nobody has", () => {
  test("no answer tells of them where nothing can be named", async () => {
    for (const [route, decision] of Object.entries(DECISIONS)) {
      const [method = "", path = ""] = route.split(" ");
      if (typeof decision !== "string" || method !== "GET") continue;
      const answer = await ours.get(path);
      expect(leaksIn({ answer, request: "", statements: [] }), route).toEqual([]);
    }
  });

  test.each(cases)("%s by %s", async (route, _by, each) => {
    const before = await rowsOfTeam(stack().db, ours.teamId);
    const [foreign, unknown] = [await ask(route, each, their), await ask(route, each, UNKNOWN)];
    expect(foreign.answer.status, `${foreign.request}: ${JSON.stringify(foreign.answer.body)}`).toBe(
      each.status,
    );
    expect(impersonal(foreign.answer, their)).toEqual(impersonal(unknown.answer, UNKNOWN));
    expect(foreign.statements).toEqual(unknown.statements);
    expect(foreign.statements.length === 0, foreign.statements.join("\n")).toBe(each.isToldAtOnce ?? false);
    expect(leaksIn(foreign)).toEqual([]);
    expect(await rowsOfTeam(stack().db, theirs.teamId)).toEqual(theirRows);
    // A refusal leaves nothing but the receipt of its job; batch jobs end when a worker comes by.
    if (each.status >= 400) {
      const { receipts, jobs, changes, ...rows } = await rowsOfTeam(stack().db, ours.teamId);
      const same = { receipts: before["receipts"], jobs: before["jobs"], changes: before["changes"] };
      expect({ ...rows, ...same }).toEqual(before);
      const ofRecords = (all: readonly string[] = []) => all.filter((row) => !row.includes("job_ended"));
      expect(ofRecords(changes)).toEqual(ofRecords(before["changes"]));
      expect(jobs).toHaveLength(before["jobs"]?.length ?? -1);
      expect(receipts?.length).toBeGreaterThanOrEqual(before["receipts"]?.length ?? 0);
    }
  });

  test("a key that was theirs and one that nobody has: the same 401 everywhere", async () => {
    const { db } = stack();
    const { teamId, userId } = await stack().newTeam();
    const { key, keyId } = await createKey(db, { teamId, userId, name: "revoked" });
    await revokeKey(db, { teamId, prefixOrId: keyId });
    const [revoked, unknown] = [stack().clientWith(key), stack().clientWith("ofk_nobodys")];
    for (const route of Object.keys(DECISIONS)) {
      const [method = "", path = ""] = route.split(" ");
      if (!path.startsWith("/api/")) continue;
      const [first, second] = [await revoked.request(method, path), await unknown.request(method, path)];
      refused(first, 401, "UNAUTHORIZED");
      expect(first.body).toEqual(second.body);
    }
  });

  test("one Idempotency-Key and one body in two teams are two jobs and two records", async () => {
    const headers = { "Idempotency-Key": "shared" };
    const [one, two] = [await stack().newTeam(), await stack().newTeam()];
    const body = { email: "jane@example.com" };
    const answers = [await one.contact(body, { headers }), await two.contact(body, { headers })];
    const [first, second] = answers.map(({ body: { job, data } }) => [job.id, data._id]);
    for (const id of first ?? []) expect(second).not.toContain(id);
    for (const [team, answer] of [
      [one, answers[0]],
      [two, answers[1]],
    ] as const)
      expect((await team.contact(body, { headers })).body).toEqual(answer?.body);
  });
});

interface Asked {
  readonly answer: Answer;
  readonly request: string;
  readonly statements: readonly string[];
}

async function ask(route: string, each: Case, named: Names): Promise<Asked> {
  const [method = ""] = route.split(" ");
  const { path, ...options } = each.ask(named, own);
  const answers: Answer[] = [];
  const statements = await log.during(async () => {
    answers.push(await ours.request(method, path, options));
  });
  const [answer] = answers;
  if (!answer) throw new Error("unreachable");
  return { answer, request: JSON.stringify([path, options]), statements };
}

/** Without what differs anyway: what was asked for, and what is made anew by each request. */
function impersonal({ status, headers, body }: Answer, named: Names): unknown {
  let text = JSON.stringify({ body, location: headers.get("content-location") });
  for (const [kind, value] of Object.entries(named)) text = text.replaceAll(value, `<${kind}>`);
  return {
    status,
    text: text
      .replace(/\b(job|ctc|cpn|usr|uns)_[0-9A-Za-z]{17,}/g, "<$1>")
      .replace(/fresh-\d+/g, "<fresh>")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
      .replace(/"clock":\d+/g, `"clock":"<time>"`),
  };
}

/** What an answer tells of the other team beyond what the request said itself. */
function leaksIn({ answer, request }: Asked): string[] {
  const text = JSON.stringify([answer.body, [...answer.headers]]);
  const secrets = [...Object.values(their), theirs.teamId, theirs.userId, "their's secret", "their Ltd"];
  return secrets.filter((secret) => text.includes(secret) && !request.includes(secret));
}
