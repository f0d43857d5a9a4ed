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
  expect((await rules("suspicious-after", "0")).output).toContain("It takes a whole number from 1.");
});
