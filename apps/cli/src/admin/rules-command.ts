import { IdentityRulesAnswer, SUSPICIOUS_AFTER } from "@onefold/contract";
import type { IdentityRules } from "@onefold/contract";
import { Command } from "commander";
import { ApiRefusal } from "../api/api-refusal.ts";
import { withClient } from "../api/client-of.ts";
import { findApi } from "../api/find-api.ts";
import { CliError } from "../cli-error.ts";
import { readConfig } from "../config.ts";
import { print } from "../print.ts";
import { readCount } from "../read-number.ts";

const PATH = "/api/identity-rules";
/** When several admins change the rules at once, one succeeds each time. The others try again. */
const TRIES = 20;

type Env = Readonly<Record<string, string | undefined>>;
type ReadRules = IdentityRulesAnswer["data"];
type Change = (rules: IdentityRules) => IdentityRules;

/** Makes `onefold rules show|never|allow|forget|suspicious-after`, which goes through the API. */
export function rulesCommand(env: Env): Command {
  const rules = new Command("rules").addHelpText("after", HELP);
  rules
    .command("show")
    .description("print the team's rules")
    .option("--json", "print them as JSON")
    .action(async ({ json = false }: { json?: boolean }) => {
      printRules(json, await readRules(env));
    });
  patternsCommand(rules, env, "never", "values that are nobody's from now on");
  patternsCommand(
    rules,
    env,
    "allow",
    "values that count as somebody's, even if another rule says that they are nobody's",
  );
  patternsCommand(rules, env, "forget", "patterns to take out of both lists, as show prints them");
  rules
    .command("suspicious-after")
    .description(
      `how many requests may bring e-mails to a record by one URL; ${SUSPICIOUS_AFTER} in a new team`,
    )
    .argument("<number>", "so many, then such a URL is left out", readCount)
    .option("--json", "print the rules as JSON")
    .action(async (suspiciousAfter: number, { json = false }: { json?: boolean }) => {
      printRules(json, await changeRules(env, (before) => ({ ...before, suspiciousAfter })));
    });
  return rules;
}

function patternsCommand(rules: Command, env: Env, name: keyof typeof CHANGES, what: string): void {
  rules
    .command(name)
    .description(what)
    .argument("<pattern...>", "e-mails, LinkedIn URLs or domains, with * for any text")
    .option("--json", "print the rules as JSON")
    .action(async (patterns: string[], { json = false }: { json?: boolean }) => {
      printRules(json, await changeRules(env, CHANGES[name](patterns)));
    });
}

/** A pattern is in at most one of the lists. */
const CHANGES: Readonly<Record<"never" | "allow" | "forget", (patterns: readonly string[]) => Change>> = {
  never: (patterns) => (before) => ({
    ...before,
    never: [...new Set([...before.never, ...patterns])],
    allow: without(before.allow, patterns),
  }),
  allow: (patterns) => (before) => ({
    ...before,
    never: without(before.never, patterns),
    allow: [...new Set([...before.allow, ...patterns])],
  }),
  forget: (patterns) => (before) => {
    const unknown = without(patterns, [...before.never, ...before.allow]);
    if (unknown.length > 0)
      throw new CliError(`There is no rule ${unknown.join(" ")}: rules show lists them.`);
    return { ...before, never: without(before.never, patterns), allow: without(before.allow, patterns) };
  },
};

function without(list: readonly string[], patterns: readonly string[]): string[] {
  return list.filter((each) => !patterns.includes(each));
}

async function readRules(env: Env): Promise<ReadRules> {
  const api = await findApi(readConfig(env), {});
  const answer = await withClient(api, undefined, (client) => client.request(PATH));
  return IdentityRulesAnswer.parse(answer).data;
}

/** Changes the rules. If somebody else changes them meanwhile, it starts again from theirs. */
async function changeRules(env: Env, change: Change): Promise<ReadRules> {
  const api = await findApi(readConfig(env), {});
  for (let left = TRIES; ; left--)
    try {
      // The body has the version of the rules that were read. `change` leaves it as it is.
      const body = change(await readRules(env));
      const answer = await withClient(api, undefined, (client) =>
        client.request(PATH, { method: "PUT", body }),
      );
      return IdentityRulesAnswer.parse(answer).data;
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.code !== "RULES_CHANGED" || left === 1) throw error;
    }
}

function printRules(json: boolean, { never, allow, suspiciousAfter }: ReadRules): void {
  const list = (name: string, patterns: readonly string[]) =>
    `${name}: ${patterns.length === 0 ? "nothing" : patterns.join(" ")}`;
  const lines = [list("never", never), list("allow", allow), `suspicious after: ${suspiciousAfter}`];
  print({ json }, { never, allow, suspiciousAfter }, lines.join("\n"));
}

const HELP = `
Put patterns in quotes, since a shell replaces *:
  npx onefold rules never 'info@*' 'linkedin.com/in/acme-*'
  npx onefold rules allow linkedin.com/in/nil
The API judges by a change within 5 seconds.`;
