import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { makeUpload } from "../../../test/e2e/upload-jobs/support/made-upload.ts";
import { importTeam } from "./support/import-team.ts";

const stack = useSharedStack();

test("dead letters are listed, shown, replayed with another body, and dropped", async () => {
  await using team = await importTeam(stack());
  const upload = await makeUpload(stack(), team);
  await upload.take(0, 2);
  await upload.commit([0, 1].map((row) => upload.item(row, { set: { firstName: "\0" } })));
  await upload.end();
  const run = (...args: string[]) => team.run(["dead-letters", ...args]);

  const list = await run("list");
  expect(list.stdout).toMatch(
    new RegExp(`^JOB .*\\n${upload.id} +1 +contact +\\S+ +1 +UNPROCESSABLE \\d+\\n${upload.id} +0 .*\\n$`),
  );
  expect(JSON.parse((await run("list", "--limit", "1", "--json")).stdout)).toMatchObject([{ row: 1 }]);
  expect((await run("show", upload.id)).stdout).toContain("p0@example.com");
  expect(await run("replay", upload.id)).toMatchObject({
    code: 1,
    output: expect.stringContaining("a dead letter still"),
  });

  const body = team.path("body.json");
  await writeFile(body, "{");
  expect(await run("replay", upload.id, "0", "--body", body)).toMatchObject({
    code: 1,
    output: expect.stringContaining("is no JSON"),
  });
  await writeFile(body, JSON.stringify({ email: "p0@example.com", firstName: "Jane" }));
  const mended = await run("replay", upload.id, "0", "--body", body);
  expect(mended.stdout).toMatch(new RegExp(`^Row 0 of ${upload.id} is created: ctc_\\w+\\.\\n$`));
  const dropped = await run("drop", upload.id, "1", "--json");
  expect(JSON.parse(dropped.stdout)).toMatchObject({ data: { row: 1, code: "DROPPED" } });
  expect(await run("drop", upload.id, "1")).toMatchObject({ code: 1 });
  expect(JSON.parse((await run("list", "--json")).stdout)).toEqual([]);
});
