import { once } from "node:events";
import { createServer } from "node:http";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { importTeam, resultOf } from "./support/import-team.ts";
import { THOROUGH } from "../../../test/support/thorough.ts";

const stack = useSharedStack();

const ROWS = "Email,First name,Company domain\njane@example.com,Jane,\nomar@example.com,Omar,\nnobody,N,\n";

test("a detached import is listed, watched, told row by row, and not cancelled once it has ended", async () => {
  await using team = await importTeam(stack());
  await writeFile(team.path("people.csv"), ROWS);
  const detached = await team.run(["import", team.path("people.csv"), "--detach", "--json"]);
  expect(detached.code, detached.output).toBe(0);
  const { job } = resultOf(detached);

  const watched = await team.run(["jobs", "watch", job]);
  expect(watched.code).toBe(2);
  expect(watched.stdout).toBe(
    `Done, but not all of it. Job ${job}: created 2, updated 0, unmodified 0, rejected 1.\n`,
  );
  const list = await team.run(["jobs", "list"]);
  expect(list.stdout).toMatch(
    new RegExp(`^JOB .*\\n${job} +contact +completed_with_errors +\\S+ +3 +3 +1\\n$`),
  );
  expect(JSON.parse((await team.run(["jobs", "list", "--json"])).stdout)).toMatchObject([{ id: job }]);

  const results = await team.run(["jobs", "results", job, "--outcome", "rejected"]);
  expect(results.stdout).toMatch(/nobody.*INVALID_EMAIL/);
  const output = team.path("all.ndjson");
  expect(await team.run(["jobs", "results", job, "--output", output])).toMatchObject({ code: 0, output: "" });
  const rows = (await readFile(output, "utf8")).trimEnd().split("\n");
  expect(rows.map((line) => JSON.parse(line).outcome)).toEqual(["created", "created", "rejected"]);

  const cancelled = await team.run(["jobs", "cancel", job]);
  expect(cancelled).toMatchObject({ code: 1, output: expect.stringContaining("ended already") });
  expect(await team.run(["jobs", "watch", "job_0"])).toMatchObject({ code: 1 });
});

test("failed rows are retried as a job of their own", async () => {
  await using team = await importTeam(stack());
  await writeFile(team.path("people.csv"), ROWS);
  const { job } = resultOf(await team.run(["import", team.path("people.csv"), "--json"]));
  const retried = await team.run(["jobs", "retry", job, "--json"]);
  expect(retried.code, retried.output).toBe(0);
  const { job: next }: { job: { id: string } } = JSON.parse(retried.stdout);
  expect(next.id).not.toBe(job);
  const watched = await team.run(["jobs", "watch", next.id, "--json"]);
  expect(JSON.parse(watched.stdout)).toMatchObject({ retryOf: job, counts: { total: 1, rejected: 1 } });
});

test("an export is a whole file, or what was there before, and its reader may leave", THOROUGH, async () => {
  await using team = await importTeam(stack());
  await writeFile(team.path("people.csv"), ROWS);
  await team.run(["import", team.path("people.csv")]);
  const output = team.path("out.csv");
  await writeFile(output, "before");
  expect(await team.run(["export", "--output", output, "--search", "x"])).toMatchObject({ code: 1 });
  expect(await readFile(output, "utf8")).toBe("before");
  expect(await team.run(["export", "--output", output])).toMatchObject({ code: 0, output: "" });
  expect((await readFile(output, "utf8")).split("\n")).toHaveLength(4);
  expect(await readdir(team.path("."))).toEqual(["out.csv", "people.csv"]);
  const found = await team.run(["export", "--search", "om", "--format", "ndjson"]);
  expect(JSON.parse(found.stdout)).toMatchObject({ fields: { firstName: "Omar" } });
  expect(await team.run(["export", "--search", "om", "--email", "a@example.com"])).toMatchObject({ code: 1 });
});

test("an export that breaks off midway leaves the file of before", async () => {
  await using team = await importTeam(stack());
  const output = team.path("out.csv");
  await writeFile(output, "before");
  // The real one can't be made to break off after its first bytes.
  const server = createServer((_, answer) => {
    answer.writeHead(200, { "Content-Type": "text/csv" });
    answer.write("email\n", () => answer.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { code, output: said } = await team.run([
    "export",
    "--output",
    output,
    "--url",
    `http://127.0.0.1:${port}`,
  ]);
  server.close();
  expect({ code, said }).toEqual({ code: 4, said: expect.stringMatching(/doesn't answer/) });
  expect(await readFile(output, "utf8")).toBe("before");
  expect(await readdir(team.path("."))).toEqual(["out.csv"]);
});

test("that its reader has left is no error", THOROUGH, async () => {
  await using team = await importTeam(stack());
  await writeFile(team.path("people.csv"), ROWS);
  await team.run(["import", team.path("people.csv")]);
  // `true` has ended long before the first byte.
  const { code, output } = await team.run(["export"], { reader: "true" });
  expect({ code, output }).toEqual({ code: 0, output: "" });
});
