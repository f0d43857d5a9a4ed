import { IdentityRulesAnswer } from "@onefold/contract";
import { expect, test } from "vitest";
import { refused } from "../../../test/e2e/support/client.ts";
import { useSharedStack } from "../../../test/e2e/support/shared-stacks.ts";
import { runOnefold } from "./support/run-onefold.ts";

const stack = useSharedStack();

test("a team's rules are shown, added to, forgotten and set, and the API judges by them", async () => {
  const team = await stack().newTeam();
  const env = { ONEFOLD_URL: stack().api.url, ONEFOLD_API_KEY: team.key };
  const rules = async (...args: string[]) => {
    const run = runOnefold(["rules", ...args], env);
    return { code: await run.ended(), output: run.output() };
  };
  expect(await rules("show")).toEqual({
    code: 0,
    output: "never: nothing\nallow: nothing\nsuspicious after: 10\n",
  });
  await rules("never", "info@*", "linkedin.com/in/acme-*");
  refused(await team.post("/api/contacts", { email: "info@example.com" }), 400, "PLACEHOLDER_IDENTIFIER");
  // It goes from the other list.
  const { output } = await rules("allow", "linkedin.com/in/nil", "info@*");
  expect(output).toBe(
    "never: linkedin.com/in/acme-*\nallow: linkedin.com/in/nil info@*\nsuspicious after: 10\n",
  );
  expect((await team.contact({ email: "info@example.com" })).status).toBe(201);
  await rules("suspicious-after", "20");
  expect(JSON.parse((await rules("forget", "info@*", "--json")).output)).toEqual({
    never: ["linkedin.com/in/acme-*"],
    allow: ["linkedin.com/in/nil"],
    suspiciousAfter: 20,
  });

  expect(await rules("forget", "info@*")).toEqual({
    code: 1,
    output: "There is no rule info@*: rules show lists them.\n",
  });
  expect(await rules("never", "hello world")).toEqual({
    code: 1,
    output:
      "never[1]: hello world is no e-mail, LinkedIn URL or domain, also with * standing for any text.\n",
  });
  const searching = Array.from({ length: 21 }, (_, n) => `*x${n}*@*`);
  expect(await rules("never", ...searching)).toEqual({
    code: 1,
    output:
      "never[21]: A list has at most 20 patterns with text between two *, besides *@*: this is one more.\n",
  });
  expect((await rules("suspicious-after", "0")).output).toContain("It takes a whole number from 1.");
});

test("of several who change rules at once nobody's change is lost", async () => {
  const team = await stack().newTeam();
  const env = { ONEFOLD_URL: stack().api.url, ONEFOLD_API_KEY: team.key };
  const patterns = Array.from({ length: 4 }, (_, n) => `info${n}@*`);
  const runs = patterns.map((pattern) => runOnefold(["rules", "never", pattern], env));
  expect(await Promise.all(runs.map((run) => run.ended()))).toEqual([0, 0, 0, 0]);
  const { data } = IdentityRulesAnswer.parse((await team.get("/api/identity-rules")).body);
  expect(data.never.toSorted()).toEqual(patterns);
});

test("rules are replaced by their version where one is given, by one of several at once", async () => {
  const team = await stack().newTeam();
  const read = async () => IdentityRulesAnswer.parse((await team.get("/api/identity-rules")).body).data;
  const { version } = await read();
  const put = (body: object) => team.request("PUT", "/api/identity-rules", { body });
  const answers = await Promise.all([1, 2, 3, 4].map((n) => put({ never: [`a${n}@*`], version })));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
  refused(await put({ never: [], version }), 409, "RULES_CHANGED");
  const now = await read();
  expect(now.never).toHaveLength(1);
  expect((await put({ ...now, never: [] })).status).toBe(200);
  expect((await put({ never: ["b@*"] })).status).toBe(200);
  expect((await read()).never).toEqual(["b@*"]);
});
