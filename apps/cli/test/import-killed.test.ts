import { appendFile } from "node:fs/promises";
import { findFreePort } from "@onefold/embedded";
import { expect, test } from "vitest";
import { writeContacts } from "../../../test/bench/bulk/write-contacts.ts";
import type { Expected } from "../../../test/bench/bulk/write-contacts.ts";
import { startStack } from "../../../test/e2e/support/stack.ts";
import type { Stack, StackOptions } from "../../../test/e2e/support/stack.ts";
import { until } from "../../../test/e2e/support/until.ts";
import { importTeam, resultOf } from "./support/import-team.ts";
import type { Ended, ImportTeam } from "./support/import-team.ts";
import { THOROUGH } from "../../../test/support/thorough.ts";

const AHEAD_ROWS = 1_000;
/** More than the service takes before a worker applies some: without one an upload stays open. */
const ROWS = 4 * AHEAD_ROWS;

/** Without a worker, but with what one prepares when it starts for the first time. */
async function stackWithoutWorker(options: StackOptions = {}): Promise<Stack> {
  const env = { ...options.env, UPLOAD_AHEAD_ROWS: String(AHEAD_ROWS) };
  const stack = await startStack({ ...options, env });
  await stack.stopWorker();
  return stack;
}

async function expectUndisturbed(team: ImportTeam, ended: Ended, expected: Expected): Promise<void> {
  expect(ended.code, ended.output).toBe(2);
  const { rows, created, updated, unmodified, rejected } = expected;
  expect(resultOf(ended)).toMatchObject({
    status: "completed_with_errors",
    counts: { total: rows, created, updated, unmodified, rejected, pending: 0, cancelled: 0 },
  });
  expect(await team.contacts()).toBe(created);
  expect(await team.receipts()).toBe(rows);
}

test("killed midway and run again, by SIGKILL or Ctrl-C, it ends as if nothing had happened", async () => {
  await using stack = await stackWithoutWorker();
  await using team = await importTeam(stack);
  const file = team.path("people.csv");
  const expected = await writeContacts(file, { rows: ROWS, seed: 11 });

  const killed = team.start(["import", file]);
  const job = await team.jobWithRows();
  killed.kill("SIGKILL");
  expect(await killed.ended()).toBeNull();

  const stopped = team.start(["import", file]);
  await stopped.waitFor(/% uploaded|rows/);
  stopped.kill("SIGINT");
  expect(await stopped.ended()).toBe(130);
  expect(stopped.output()).toMatch(/Interrupted\. What arrived is kept: run the same command again .*\n$/);

  await stack.startWorker();
  const ended = await team.run(["import", file, "--json"]);
  expect(resultOf(ended).job).toBe(job);
  await expectUndisturbed(team, ended, expected);
}, 180_000);

test(
  "an API that is killed and comes back is waited for, and the upload goes on",
  { ...THOROUGH, timeout: 180_000 },
  async () => {
    const env = { PORT: String(await findFreePort()) };
    await using stack = await stackWithoutWorker({ processes: true, env });
    await using team = await importTeam(stack);
    const file = team.path("people.ndjson");
    const expected = await writeContacts(file, { rows: ROWS, seed: 12, format: "ndjson" });
    const run = team.start(["import", file, "--json"]);
    await team.jobWithRows();
    await stack.apiProcess.kill("SIGKILL");
    await run.waitFor(/doesn't answer .* Trying again in/);
    await stack.startApi();
    await stack.startWorker();
    const ended = { code: await run.ended(), output: run.output(), stdout: run.stdout() };
    await expectUndisturbed(team, ended, expected);
  },
);

test(
  "a file that grows while it is read is never taken for a whole one",
  { ...THOROUGH, timeout: 180_000 },
  async () => {
    await using stack = await stackWithoutWorker();
    await using team = await importTeam(stack);
    const file = team.path("people.csv");
    await writeContacts(file, { rows: ROWS, seed: 14 });
    // More than the sockets hold between the command and a service that waits: it isn't at the file's end then.
    await appendFile(file, `${"x".repeat(200_000)}\n`.repeat(100));
    const run = team.start(["import", file]);
    const job = await team.jobWithRows();
    await appendFile(file, "late@example.com\n");
    await stack.startWorker();
    expect(await run.ended()).toBe(1);
    expect(run.output()).toMatch(/changed while it was read: import it again when it is complete\.\n$/);
    // The service notices a moment later that the connection is gone.
    await until("the upload is broken", 10_000, async () => {
      const { stdout } = await team.run(["jobs", "list", "--json"]);
      return stdout.includes(job) && stdout.includes('"status": "broken"');
    });
  },
);

test(
  "a job that is cancelled while it is sent ends the command with 3",
  { ...THOROUGH, timeout: 180_000 },
  async () => {
    await using stack = await stackWithoutWorker();
    await using team = await importTeam(stack);
    const file = team.path("people.csv");
    await writeContacts(file, { rows: ROWS, seed: 13 });
    const run = team.start(["import", file]);
    const job = await team.jobWithRows();
    const cancelled = await team.run(["jobs", "cancel", job]);
    expect(cancelled).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Cancelled\. Job .* cancelled /),
    });
    expect(await run.ended(), run.output()).toBe(3);
    expect(run.stdout()).toContain("Cancelled.");
    expect(await team.contacts()).toBe(0);
  },
);
