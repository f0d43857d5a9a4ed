import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { Cluster } from "@onefold/contract";
import type { ItemRef } from "@onefold/contract";
import { createJobIds } from "@onefold/identity";
import type { ParkedChunk, ShownParkedChunk } from "@onefold/queue";
import { findFreePort } from "@onefold/embedded";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { runOnefold } from "../../apps/cli/test/support/run-onefold.ts";
import type { RunOptions } from "../../apps/cli/test/support/run-onefold.ts";
import { ASYNC } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { useStack } from "./support/on-each-backend.ts";
import { makeUpload } from "./upload-jobs/support/made-upload.ts";
import { SPOILT, spoilWaiting } from "./support/spoil-waiting.ts";
import { JOB_ID_SECRET } from "./support/stack.ts";
import type { Stack } from "./support/stack.ts";

const healthPort = await findFreePort();

describe.each(["postgres", "redis"] as const)("queue in %s", (queue) => {
  const env = { HEALTH_PORT: String(healthPort), HEALTH_DETAILS: "public" };
  const stack = useStack({ queue, processes: true, worker: false, failures: true, env });

  test("what a worker parks is listed, shown, mended and replayed by who has the stores, or dropped", async () => {
    const team = await stack().newTeam();
    await using folder = await mkdtempDisposable(join(tmpdir(), "onefold-parked-"));
    const run = onefold(stack(), folder.path);
    expect((await run("list")).stdout).toMatch(
      /^No chunk is parked in (?:postgres|redis):\/\/\S+, QUEUE_NAMESPACE onefold\.\n$/,
    );
    for (const name of ["jane", "john", "joan"])
      await team.post("/api/contacts", { email: `${name}@example.com` }, { headers: ASYNC });
    await spoilWaiting(stack());
    await stack().startWorker();
    await expect.poll(async () => (await lookAt(team)).queue.parked?.chunks, { timeout: 20_000 }).toBe(3);

    const list = await run("list");
    expect(list.stdout).toMatch(
      /^CHUNK .*\n(c\w{29} +interactive +0 +\S+Z +1 +\d+ +The chunk's names can't be read\.\n){3}$/,
    );
    const few = await run("list", "--limit", "2", "--json");
    expect([JSON.parse(few.stdout), few.output]).toEqual([
      expect.objectContaining({ length: 2 }),
      expect.stringContaining("There are more: --limit says how many are listed."),
    ]);
    const listed: ParkedChunk[] = JSON.parse((await run("list", "--json")).stdout);
    const [jane = "", john = "", joan = ""] = listed.map(({ id }) => id);
    expect((await lookAt(team)).queue.parked?.oldestAt).toBe(listed[0]?.madeAt);
    expect(JSON.stringify(listed)).not.toMatch(/jane|@/);
    const shown = await run("show", jane);
    expect(shown.stdout).toMatch(/^cause +The chunk's names can't be read\.$/m);
    expect(shown.stdout).toContain("jane@example.com");

    // A worker tells of them from its next sweep on, and only of their ids.
    await expect.poll(counted, { timeout: 20_000 }).toBe(3);
    expect(stack().outputs().join("\n")).toContain(jane);

    // Where the API is asked, it tells how many there are, and what to do.
    const status = await run.with({ ONEFOLD_URL: stack().api.url, ONEFOLD_API_KEY: team.key })("status");
    expect(status.stdout).toContain("3 chunks of the queue are parked");
    expect(status.stdout).toContain("npx onefold parked-chunks list");

    const file = join(folder.path, "chunk.json");
    const { content, ...about }: ShownParkedChunk = JSON.parse((await run("show", jane, "--json")).stdout);
    await writeFile(file, JSON.stringify({ ...about, content }));
    const unread = await run("replay", jane, "--file", file);
    expect([unread.code, unread.output]).toEqual([1, expect.stringContaining("the names have a checksum")]);
    const name = content.name.slice(SPOILT.length);
    await writeFile(file, JSON.stringify({ ...about, content: { ...content, name } }));
    const replayed = await run("replay", jane, "--file", file);
    expect([replayed.stdout, replayed.code]).toEqual([`${jane} is back in the queue with 1 item.\n`, 0]);
    await expect.poll(() => statusOf(team, "jane")).toBe(200);
    const again = await run("replay", jane, "--file", file);
    expect([again.code, again.output]).toEqual([1, expect.stringContaining(`No chunk ${jane} is parked`)]);

    const asIs = await run("replay", john);
    expect(asIs.stdout).toBe(
      `${john} is back in the queue as it was. A worker that can't read it parks it again.\n`,
    );
    await expect.poll(async () => (await run("show", john)).code, { timeout: 20_000 }).toBe(0);

    const unasked = await run("drop", john);
    expect([unasked.code, unasked.output]).toEqual([1, expect.stringContaining("Say --yes")]);
    const no = await run.with({}, { terminal: true, stdin: "n\n" })("drop", john);
    expect([no.code, no.output]).toEqual([1, expect.stringContaining("Nothing was dropped.")]);
    const yes = await run.with({}, { terminal: true, stdin: "what?\ny\n" })("drop", john);
    expect([yes.code, yes.output]).toEqual([0, expect.stringContaining(`Dropped ${john}.`)]);
    expect(await run("drop", john, "--yes")).toMatchObject({ code: 1 });

    // By hand, with what somebody else's content can't have: a team that isn't there, or a receipt.
    const byHand = (teamId: string, jobId: string, acceptedAt: number, more: Partial<ItemRef> = {}) =>
      JSON.stringify({
        name: "chunk",
        data: {
          version: 1,
          wait: false,
          refs: [{ teamId, jobId, row: 0, acceptedAt, clock: Date.now() * 1_000, ...more }],
          bodies: content.data instanceof Object && "bodies" in content.data ? content.data.bodies : [],
        },
      });
    const replayJoan = (mended: string, ...more: string[]) =>
      run.with({}, { stdin: mended })("replay", joan, "--file", "-", ...more);
    const stranger = await replayJoan(byHand("tea_none", "job_none", Date.now()));
    expect(stranger.output).toContain("there is no team tea_none");
    const { rows } = await sql<{ job_id: string }>`
      select job_id from receipts where team_id = ${team.teamId}`.execute(stack().db);
    const jobId = rows[0]?.job_id ?? "";
    const acceptedAt = createJobIds(JOB_ID_SECRET).read(team.teamId, jobId)?.acceptedAt ?? NaN;
    // Under a name that was never given it would be applied a second time.
    const { teamId } = await stack().newTeam();
    const made = createJobIds("the secret of another deployment").issue(team.teamId, acceptedAt);
    const upload = await makeUpload(stack(), team, { acceptedAt });
    await upload.take(0, 2);
    await upload.commitRows(0, 2);
    const ofUpload = (more: Partial<ItemRef>) => byHand(team.teamId, upload.id, acceptedAt, more);
    const late = byHand(team.teamId, jobId, acceptedAt - 86_400_000);
    for (const [mended, why] of [
      [late, `was accepted at ${acceptedAt}, and its "acceptedAt" says another time`],
      [byHand(team.teamId, made, acceptedAt), "isn't a job id that was issued to"],
      [byHand(teamId, jobId, acceptedAt), "isn't a job id that was issued to"],
      [byHand(team.teamId, jobId, acceptedAt, { row: 1 }), "has no row 1"],
      [byHand(team.teamId, jobId, acceptedAt, { upload: true }), "is no upload"],
      [ofUpload({ row: 2, upload: true }), "has no row 2"],
      [ofUpload({ row: 1 }), "is an upload"],
    ] as const)
      expect(await replayJoan(mended, "--yes")).toMatchObject({
        code: 1,
        output: expect.stringContaining(why),
      });
    const known = byHand(team.teamId, jobId, acceptedAt);
    for (const mended of [ofUpload({ row: 1, upload: true }), known])
      expect(await replayJoan(mended)).toMatchObject({
        code: 1,
        output: expect.stringContaining("1 of the 1 items have their receipts"),
      });
    const agreed = await replayJoan(known, "--yes", "--json");
    expect(JSON.parse(agreed.stdout)).toEqual({ id: joan, items: 1, passedOver: 1 });

    await expect
      .poll(async () => (await lookAt(team)).queue.parked, { timeout: 20_000 })
      .toEqual({ chunks: 0 });
    expect(await Promise.all(["jane", "john", "joan"].map((each) => statusOf(team, each)))).toEqual([
      200, 404, 404,
    ]);
  }, 120_000);

  test("what it can't do it says in a sentence, and the one it is for", async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), "onefold-parked-"));
    const run = onefold(stack(), folder.path);
    for (const args of [["show"], ["drop", "--yes"], ["replay"]]) {
      const [step = "", ...more] = args;
      expect(await run(step, "c0", ...more)).toMatchObject({
        code: 1,
        output:
          "No chunk c0 is parked: it was replayed, dropped or removed with its day, or there never was one.\n",
      });
    }
    const away = await run.with({ QUEUE_URL: "redis://127.0.0.1:1" })("list");
    expect([away.code, away.output]).toEqual([
      1,
      expect.stringContaining("QUEUE_URL: nothing answers at redis://127.0.0.1:1"),
    ]);
    const none = await run.with({ DATABASE_URL: "" })("list");
    expect([none.code, none.output]).toEqual([1, expect.stringContaining("No Onefold runs here")]);
    const noFile = await run("replay", "c0", "--file", join(folder.path, "none.json"));
    expect([noFile.code, noFile.output]).toEqual([1, expect.stringContaining("can't be read")]);
  }, 60_000);
});

const lookAt = async (team: Client) => Cluster.parse((await team.get("/api/cluster")).body);

async function statusOf(team: Client, name: string): Promise<number> {
  return (await team.get(`/api/contacts/${name}@example.com`)).status;
}

/** What the worker tells Prometheus. */
async function counted(): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text();
  return Number(/^onefold_parked_chunks (\d+)$/m.exec(text)?.[1]);
}

/** The command line as the operator has it: with the stores, and without a key. */
function onefold({ env }: Stack, folder: string) {
  const runWith =
    (more: Readonly<Record<string, string>>, options: RunOptions = {}) =>
    async (...args: string[]) => {
      const line = args[0] === "status" ? args : ["parked-chunks", ...args];
      await using run = runOnefold(line, { ...env, ONEFOLD_DIR: folder, ...more }, options);
      return { code: await run.ended(), output: run.output(), stdout: run.stdout() };
    };
  return Object.assign(runWith({}), { with: runWith });
}
