import { createField, createKey } from "@onefold/records";
import { UploadPreview } from "@onefold/contract";
import { expect, test } from "vitest";
import { refused } from "./support/client.ts";
import type { Client } from "./support/client.ts";
import { useSharedStack } from "./support/shared-stacks.ts";
import type { TestTeam } from "./support/stack.ts";

const stack = useSharedStack();

function preview(team: TestTeam, raw: string | Buffer, query = "", type = "text/csv") {
  const headers = { "Content-Type": type };
  return team.request("POST", `/api/contacts/batch/preview${query}`, { raw, headers });
}

test("a preview says which column is which field, with the first rows, and keeps nothing", async () => {
  const team = await stack().newTeam();
  await createField(stack().db, team.teamId, { entity: "contact", name: "score", type: "number" });
  const csv =
    "Contacts of the fair\n\nE-mail;First name;Score;Notes\n" +
    "jane@example.com;Jane;12;Met\njohn@example.com;John;;\nx;y;z\na@example.com;A;1;n\n";
  const { status, body } = await preview(team, csv);
  expect(status).toBe(200);
  expect(UploadPreview.parse(body)).toEqual({
    success: true,
    csv: {
      delimiter: ";",
      charset: "utf-8",
      headerLine: 3,
      columns: [
        { header: "E-mail", field: "email" },
        { header: "First name", field: "firstName" },
        { header: "Score", field: "score" },
        { header: "Notes", unknown: true },
      ],
    },
    rows: [
      {
        line: 4,
        fields: { email: "jane@example.com", firstName: "Jane", score: 12 },
        ignored: [{ header: "Notes", value: "Met" }],
      },
      { line: 5, fields: { email: "john@example.com", firstName: "John" } },
      { line: 6, fields: { email: "x", firstName: "y", score: "z" } },
    ],
  });
  const mapped = await preview(team, csv, "?map=Notes:summary&map=Score:");
  expect(UploadPreview.parse(mapped.body).csv.columns.map(({ field }) => field)).toEqual([
    "email",
    "firstName",
    undefined,
    "summary",
  ]);
  expect((await team.get("/api/jobs")).body).toMatchObject({ data: [] });
  expect((await team.get("/api/contacts")).body).toMatchObject({ total: 0 });
});

test("a beginning that ends within a row, or within quotes, is enough", async () => {
  const team = await stack().newTeam();
  const rows = Array.from({ length: 400 }, (_, n) => `p${n}@example.com,"Name ${n}"\n`).join("");
  const { status, body } = await preview(team, `email,firstName\n${rows}last@example.com,"Open`);
  expect([status, UploadPreview.parse(body).rows.length]).toEqual([200, 3]);
  const cut = await preview(team, `email,summary\nfirst@example.com,"${"long ".repeat(20_000)}`);
  expect([cut.status, UploadPreview.parse(cut.body).rows]).toEqual([200, []]);
});

test("what an upload refuses for its header, a preview refuses; and what is no CSV", async () => {
  const team = await stack().newTeam();
  const optOut = refused(await preview(team, "email,Newsletter\njane@example.com,yes\n"), 400, "INVALID_CSV");
  expect(optOut.message).toContain("Newsletter");
  refused(await preview(team, "email\n", "?map=Nope:email"), 400, "INVALID_REQUEST");
  refused(await preview(team, "[]", "", "application/json"), 400, "INVALID_REQUEST");
  refused(await preview(team, ""), 400, "INVALID_CSV");
  refused(await preview(team, "x".repeat(300 * 1024)), 413, "BODY_TOO_LARGE");
});

test("a header is told which field it is near, of the team's own only to a key that may read", async () => {
  const team = await stack().newTeam();
  const { teamId, userId } = team;
  await createField(stack().db, teamId, { entity: "contact", name: "revenueForecast", type: "text" });
  const { key } = await createKey(stack().db, {
    teamId,
    userId,
    name: "files",
    scopes: ["ingest", "upload"],
  });
  const files = stack().clientWith(key);
  const csv = {
    raw: "email,forecast,firstnam\na@example.com,1,A\n",
    headers: { "Content-Type": "text/csv" },
  };
  const hints = async (client: Client) => {
    const upload = refused(await client.request("POST", "/api/contacts/batch", csv), 400, "INVALID_CSV");
    const body = { email: "a@example.com", forecast: "1", firstnam: "A" };
    const single = refused(await client.post("/api/contacts", body), 400, "INVALID_FIELD");
    return [upload, single].map(({ error }) =>
      error.details?.map(({ message }) => /did you mean (\w+)\?/i.exec(message)?.[1]),
    );
  };
  const all = ["revenueForecast", "firstName"];
  const standard = [undefined, "firstName"];
  expect(await hints(team)).toEqual([all, all]);
  expect(await hints(files)).toEqual([standard, standard]);
});

test("a dry run is done anew each time, also under its key", async () => {
  const team = await stack().newTeam();
  const send = async () => {
    const { status, body } = await team.request("POST", "/api/contacts/batch?dryRun=true", {
      raw: "email\njane@example.com\n",
      headers: { "Content-Type": "text/csv", "Idempotency-Key": "try" },
    });
    expect(status).toBe(202);
    const { counts } = await team.job(
      String(Reflect.get(Object(Reflect.get(Object(body), "job")), "id")),
      10,
    );
    return counts;
  };
  expect(await send()).toMatchObject({ created: 1, unmodified: 0 });
  await team.contact({ email: "jane@example.com" });
  expect(await send()).toMatchObject({ created: 0, unmodified: 1 });
});
