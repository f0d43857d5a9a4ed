import { createDatabase } from "@onefold/database";
import { createTeam, findKey, hashKey, readTeam } from "@onefold/records";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "../../../test/support/create-test-database.ts";
import { runOnefold } from "./support/run-onefold.ts";
import { firstOf } from "../../../test/support/thorough.ts";

let url: string;
let teamId: string;
const owned = new AsyncDisposableStack();

beforeAll(async () => {
  ({ url } = owned.use(await createTestDatabase()));
  const db = database();
  ({ teamId } = await createTeam(db, { name: "Sales", owner: { email: "olga@example.com", name: "Olga" } }));
});
afterAll(async () => await owned.disposeAsync());

function database() {
  return owned.adopt(createDatabase({ url, max: 1 }), (each) => each.destroy());
}

async function onefold(...args: string[]): Promise<{ code: number | null; output: string }> {
  const run = runOnefold(args, { DATABASE_URL: url });
  const code = await run.ended();
  return { code, output: run.output() };
}

test("a key is made with its scopes and its limit, and the list shows them", async () => {
  const made = await onefold(
    "key",
    ..."create --name form --scopes ingest,read --rate-limit 20/2s --json".split(" "),
  );
  const { key }: { key: string } = JSON.parse(made.output);
  expect(await findKey(database(), hashKey(key))).toMatchObject({
    scopes: ["ingest", "read"],
    rateLimit: { requests: 20, seconds: 2 },
  });
  await onefold("key", "create", "--name", "all");
  const { output } = await onefold("key", "list");
  expect(output).toMatch(/form +olga@example\.com +ingest,read +20\/2s/);
  expect(output).toMatch(/all +olga@example\.com +admin +\d{4}-/);
  expect(output).not.toContain(key);
});

test("a key is rotated: the new secret and the old one are the same key, until the overlap is over", async () => {
  const { key, keyId } = JSON.parse(
    (await onefold("key", ..."create --name sync --scopes ingest --json".split(" "))).output,
  );
  const owner = await findKey(database(), hashKey(key));
  const rotated = JSON.parse((await onefold("key", "rotate", keyId, "--json")).output);
  for (const secret of [key, rotated.key]) expect(await findKey(database(), hashKey(secret))).toEqual(owner);
  const { output } = await onefold("key", "rotate", rotated.prefix, "--overlap-hours", "0");
  expect(output).toMatch(/^ofk_\w{34}\n\n.*The secret of before is refused within seconds\.\n$/s);
  for (const secret of [key, rotated.key]) expect(await findKey(database(), hashKey(secret))).toBeUndefined();
  expect(await findKey(database(), hashKey(output.slice(0, 38)))).toEqual(owner);
  expect((await onefold("key", "rotate", keyId, "--overlap-hours", "169")).code).toBe(1);
});

test.each(
  firstOf(2, [
    [
      ["key", "create", "--name", "x", "--scopes", "write"],
      "--scopes takes ingest, upload, clear, identify, read, admin, not write.\n",
    ],
    [
      ["key", "create", "--name", "x", "--rate-limit", "20"],
      "--rate-limit takes requests/seconds, such as 20/2s, not 20.\n",
    ],
    [["key", "create", "--name", "x", "--rate-limit", "0/2s"], /^--rate-limit takes .*\n$/],
    [
      ["key", "create", "--name", "x", "--member", "otto@example.com"],
      /has no member otto@example\.com\.\n$/,
    ],
    [["team", "set"], "Give --name or --on-conflict.\n"],
    [["team", "set", "--on-conflict", "overwrite"], /Allowed choices are prefer, strict, merge/],
    [["member", "block", "otto@example.com"], /has no member otto@example\.com\.\n$/],
  ]),
)("%j is refused in a sentence", async (args, sentence) => {
  const { code, output } = await onefold(...args);
  expect(code).toBe(1);
  if (typeof sentence === "string") expect(output).toBe(sentence);
  else expect(output).toMatch(sentence);
});

test("a team is renamed and given its default for conflicts", async () => {
  expect(await onefold("team", "set", "--on-conflict", "merge")).toEqual({
    code: 0,
    output: `Team ${teamId}, Sales: on conflict merge.\n`,
  });
  await onefold("team", "set", "--name", "Marketing");
  expect(await readTeam(database(), teamId)).toMatchObject({ name: "Marketing", onConflict: "merge" });
});

test("a member is blocked and unblocked, and the list shows it", async () => {
  await onefold("member", "add", "--email", "ann@example.com", "--name", "Ann");
  expect((await onefold("member", "block", "Ann@example.com")).output).toMatch(
    /^Member usr_\w+ is blocked\.\n$/,
  );
  expect((await onefold("member", "list")).output).toMatch(/ann@example\.com +Ann +member +yes/);
  await onefold("member", "unblock", "ann@example.com");
  expect((await onefold("member", "list")).output).not.toContain("yes");
});
