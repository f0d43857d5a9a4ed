import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { copyCluster } from "../../../test/support/copy-cluster.ts";
import { startScreen } from "../src/dev/start-screen.ts";
import { runOnefold } from "./support/run-onefold.ts";
import type { OnefoldRun } from "./support/run-onefold.ts";
import { firstOf } from "../../../test/support/thorough.ts";

let parent: string;
let env: Record<string, string>;

async function makeFolder(): Promise<void> {
  parent = await mkdtemp(join(tmpdir(), "onefold-dev-"));
  await chmod(parent, 0o755);
  env = { ONEFOLD_DIR: join(parent, ".onefold"), PORT: "0" };
}

/** As one that ran here before leaves its Postgres. */
async function setUpBefore(): Promise<void> {
  await copyCluster(join(parent, ".onefold", "postgres"));
}

async function removeFolder(): Promise<void> {
  await rm(parent, { recursive: true, force: true });
}

interface Shown extends AsyncDisposable {
  readonly run: OnefoldRun;
  readonly baseUrl: string;
  readonly key: string;
}

async function startDev(more: Record<string, string> = {}): Promise<Shown> {
  const run = runOnefold(["dev"], { ...env, ...more });
  await run.waitFor(/Stop +Ctrl-C/);
  const [, baseUrl = "", keyFile = ""] =
    run.output().match(/Base URL +(\S+)\n +API key +in the file (\S+)/) ?? [];
  const key = (await readFile(keyFile, "utf8")).trim();
  return { run, baseUrl, key, [Symbol.asyncDispose]: () => run[Symbol.asyncDispose]() };
}

async function onefold(...args: string[]): Promise<{ code: number | null; output: string }> {
  const run = runOnefold(args, env);
  const code = await run.ended();
  return { code, output: run.output() };
}

async function post(baseUrl: string, key: string, body: object): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${baseUrl}/api/contacts`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, text: await answer.text() };
}

/** The processes of this test: those that have its folder in their environment or on their command line. */
async function processes(): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const texts = [`/proc/${pid}/environ`, `/proc/${pid}/cmdline`].map((file) =>
        readFile(file, "utf8").catch(() => ""),
      );
      return (await Promise.all(texts)).some((text) => text.includes(parent));
    }),
  );
  return pids.filter((_, index) => found[index]).map(Number);
}

test("on a terminal it shows the key itself", () => {
  const shown = {
    baseUrl: "http://127.0.0.1:3000",
    consoleUrl: "http://127.0.0.1:3000/console",
    keyFile: "/srv/it's/api-key",
    data: [],
    queue: undefined,
  };
  const onTerminal = startScreen({ ...shown, key: "ofk_1" });
  expect(onTerminal).toContain("curl -u :ofk_1 http://127.0.0.1:3000/api/contacts");
  expect(onTerminal).not.toContain("api-key");
  expect(startScreen({ ...shown, key: undefined })).toContain(
    String.raw`curl -u ":$(cat '/srv/it'\''s/api-key')" http`,
  );
});

describe("a running one", () => {
  let dev: Shown;

  beforeAll(async () => {
    await makeFolder();
    await setUpBefore();
    dev = await startDev({ WORKER_PROCESSES: "2" });
  });
  afterAll(async () => {
    await dev[Symbol.asyncDispose]();
    await removeFolder();
  });

  test("is found by the other commands, and refuses a revoked key within seconds", async () => {
    expect(await onefold("member", "add", "--email", "bob@example.com", "--name", "Bob")).toMatchObject({
      code: 0,
    });
    const made = await onefold("key", "create", "--name", "crm", "--member", "bob@example.com", "--json");
    const { key, prefix }: { key: string; prefix: string } = JSON.parse(made.output);
    expect((await onefold("key", "list")).output).toMatch(new RegExp(`${prefix}.*crm.*bob@example.com`));
    expect(await onefold("field", "create", "plan", "--json")).toMatchObject({ code: 0 });
    expect((await onefold("company", "create", "--name", "Acme", "--domain", "acme.com")).output).toMatch(
      /^Company cpn_\w+ created/,
    );

    expect(await onefold("parked-chunks", "list")).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^No chunk is parked in postgres:\/\/\S+, QUEUE_NAMESPACE onefold\.\n$/),
    });
    // The API's own role may count them.
    const status = await onefold("status", "--json");
    expect(JSON.parse(status.output)).toMatchObject({ queue: { parked: { chunks: 0 } }, problems: [] });

    const linked = await post(dev.baseUrl, key, {
      email: "a@example.com",
      plan: "pro",
      companyDomain: "acme.com",
    });
    expect(linked.status).toBe(201);
    expect(JSON.parse(linked.text)).toMatchObject({ data: { companyLinked: true, fields: { plan: "pro" } } });

    expect(await onefold("key", "revoke", prefix)).toMatchObject({ code: 0 });
    const deadline = Date.now() + 15_000;
    while ((await post(dev.baseUrl, key, { email: "a@example.com" })).status !== 401) {
      expect(Date.now()).toBeLessThan(deadline);
      await sleep(200);
    }
  });

  test("doesn't show the key where its output is no terminal, and what it says to paste works", async () => {
    expect(dev.key).toMatch(/^ofk_\w+$/);
    expect(dev.run.output()).not.toContain(dev.key);
    const { mode } = await stat(join(parent, ".onefold", "api-key"));
    expect(mode & 0o777).toBe(0o600);
    const [command = ""] = dev.run.output().match(/curl -u .*\n.*jane@example.com.*/) ?? [];
    const pasted = spawnSync("bash", ["-c", command], { encoding: "utf8" });
    expect(JSON.parse(pasted.stdout)).toMatchObject({ success: true });
  });

  test("keeps a second one out of its folder, in one sentence", async () => {
    const { code, output } = await onefold("dev");
    expect(code).toBe(1);
    expect(output).toMatch(
      new RegExp(`^The folder .* is in use by another Onefold \\(process ${dev.run.pid}\\).*\\n$`),
    );
  });

  test("starts its workers and its API again when they die; a worker beside them finds the stores", async () => {
    await killEach(/apps\/(api|worker)\/src\/main\.ts/);
    for (const name of ["The API", "Worker 1", "Worker 2"])
      await dev.run.waitFor(new RegExp(`${name} ended \\(SIGKILL\\); it is started again`));
    const deadline = Date.now() + 50_000;
    const isAnswered = () =>
      post(dev.baseUrl, dev.key, { email: "jane@example.com" }).then(
        ({ status }) => status < 300,
        () => false,
      );
    while (!(await isAnswered())) {
      expect(Date.now()).toBeLessThan(deadline);
      await sleep(200);
    }
    await using beside = runOnefold(["worker"], { ...env, LOG_PRETTY: "0" });
    await beside.waitFor(/the worker takes chunks/);
  }, 120_000);
});

async function killEach(command: RegExp): Promise<void> {
  for (const pid of await processes())
    if (command.test(await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")))
      process.kill(pid, "SIGKILL");
}

describe("in a folder of its own", () => {
  beforeEach(makeFolder);
  afterEach(removeFolder);

  test("each start finds the records and the key of the one before, however that ended", async () => {
    let key: string;
    {
      await using first = await startDev();
      key = first.key;
      const { status } = await post(first.baseUrl, key, { email: "jane@example.com", firstName: "Jane" });
      expect(status).toBe(201);
      first.run.kill("SIGTERM");
      expect(await first.run.ended()).toBe(0);
      expect(await processes()).toEqual([]);
    }
    const second = await startDev();
    expect(second.key).toBe(key);
    const { status, text } = await post(second.baseUrl, key, { email: "Jane@Example.com", lastName: "Doe" });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ data: { fields: { firstName: "Jane", lastName: "Doe" } } });
    second.run.kill("SIGKILL");
    await second.run.ended();
    const running = await readFile(join(parent, ".onefold", "running.json"), "utf8");
    expect(JSON.parse(running)).toMatchObject({ pid: second.run.pid });
    const deadline = Date.now() + 20_000;
    // Only Postgres is left: it has our folder on its command line, and the apps had it in their environment.
    for (;;) {
      const left = await Promise.all(
        (await processes()).map((each) => readFile(`/proc/${each}/cmdline`, "utf8").catch(() => "")),
      );
      if (left.every((command) => !command.includes("main.ts"))) break;
      expect(Date.now()).toBeLessThan(deadline);
      await sleep(50);
    }
    const ONEFOLD_API_KEY = "a-key-of-my-own-1";
    await using again = await startDev({ ONEFOLD_API_KEY });
    expect(again.run.output()).toContain("left running");
    expect(again.key).toBe(ONEFOLD_API_KEY);
    expect((await post(again.baseUrl, again.key, { email: "jane@example.com" })).status).toBe(200);
  }, 120_000);

  test("an app that can't start as it is set up ends everything in one sentence", async () => {
    await setUpBefore();
    const run = runOnefold(["dev"], { ...env, WORKER_SLOTS: "none" });
    expect(await run.ended()).toBe(1);
    expect(run.output()).toMatch(/WORKER_SLOTS can't be used/);
    expect(run.output()).toMatch(/The worker ended before it could work \(exit code 1\)/);
    expect(await processes()).toEqual([]);
  });

  test.each(
    firstOf(1, [
      [
        "a URL of something else",
        { DATABASE_URL: "mysql://127.0.0.1/x" },
        /^DATABASE_URL can't be used: .*\n$/,
      ],
      [
        "a URL where nothing is",
        { DATABASE_URL: "postgres://u:hush@127.0.0.1:1/x" },
        /^DATABASE_URL: nothing answers .*\n$/,
      ],
      [
        "a queue where nothing is",
        { QUEUE_URL: "redis://127.0.0.1:1" },
        /QUEUE_URL: nothing answers at redis:.*\n$/,
      ],
      ["a key that is too short", { ONEFOLD_API_KEY: "short" }, /ONEFOLD_API_KEY can't be used: .*\n$/],
    ]),
  )("%s: one sentence, exit 1, and nothing stays", async (_, wrong, sentence) => {
    await setUpBefore();
    const run = runOnefold(["dev"], { ...env, ...wrong });
    expect(await run.ended()).toBe(1);
    expect(run.output()).toMatch(sentence);
    expect(run.output()).not.toMatch(/hush|\n +at /);
    expect(await processes()).toEqual([]);
  });

  test("a busy port is told before anything is started", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const run = runOnefold(["dev"], { ...env, PORT: String(port) });
    expect(await run.ended()).toBe(1);
    expect(run.output()).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 is in use by another program.*\\n$`));
    other.close();
  });

  test("without a running one, a command says so", async () => {
    const { code, output } = await onefold("key", "list");
    expect({ code, output }).toEqual({
      code: 1,
      output: "No Onefold runs here: start one with npm start, or set DATABASE_URL.\n",
    });
  });
});
