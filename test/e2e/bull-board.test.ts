import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { collectOutput } from "../support/collect-output.ts";
import { startStack } from "./support/stack.ts";

const PROGRAM = fileURLToPath(new URL("../../examples/bull-board/main.ts", import.meta.url));
const ASYNC = { Prefer: "respond-async" };

/** docs/bull-board.md */
test.each(["redis", "postgres"] as const)(
  "Bull Board shows the queue in %s as it is, shows nobody, and changes nothing",
  async (queue) => {
    await using stack = await startStack({ queue, worker: false });
    const team = await stack.newTeam();
    await team.acceptedContact({ email: "jane@example.com" }, { headers: ASYNC });
    await using board = await startBoard(stack.redis?.url ?? stack.env["DATABASE_URL"] ?? "");

    const page = await fetch(board.url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Bull Dashboard");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
    const listed = await (
      await fetch(`${board.url}/api/queues?activeQueue=interactive&status=latest`)
    ).text();
    expect(listed).toContain("not shown");
    expect(listed).not.toMatch(/jane|example\.com/);
    expect(JSON.parse(listed)).toMatchObject({
      queues: expect.arrayContaining([
        expect.objectContaining({
          name: "interactive",
          readOnlyMode: true,
          counts: expect.objectContaining({ waiting: 1 }),
        }),
        expect.objectContaining({ name: "bulk" }),
      ]),
    });
    for (const path of ["interactive/empty", "interactive/pause", "interactive/obliterate"])
      expect((await fetch(`${board.url}/api/queues/${path}`, { method: "PUT" })).status, path).toBe(405);
    await fetch(`${board.url}/api/queues/pause`, { method: "PUT" });

    await stack.startWorker();
    expect((await team.contact({ email: "jane@example.com", firstName: "Jane" })).body.data.created).toBe(
      false,
    );
  },
);

async function startBoard(queueUrl: string) {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env["PATH"] ?? "", QUEUE_URL: queueUrl, PORT: "0" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = collectOutput("Bull Board");
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", output.write);
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.once("close", output.close);
  const [, url = ""] = await output.waitFor(/Bull Board: (\S+)/);
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill();
      await closed;
    },
  };
}
