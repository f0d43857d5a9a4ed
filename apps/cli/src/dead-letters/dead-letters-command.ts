import { DeadLetter, DeadLetterList, DeadLetterOutcome, Entity } from "@onefold/contract";
import type { Client } from "@onefold/client/source";
import { Command, Option } from "commander";
import { withClient } from "../api/client-of.ts";
import { findApi, withApiOptions } from "../api/find-api.ts";
import type { Api, ApiOptions } from "../api/find-api.ts";
import { readConfig } from "../config.ts";
import { print } from "../print.ts";
import { readJson } from "../read-json.ts";
import { readCount } from "../read-number.ts";
import { describeLetter, describeOutcome, tableOfLetters } from "./describe-letter.ts";

interface CommonOptions extends ApiOptions {
  readonly json?: boolean;
}

interface ReplayOptions extends CommonOptions {
  readonly body?: string;
  readonly entity?: Entity;
}

/** Makes `onefold dead-letters list|show|replay|drop`, which goes through the API. */
export function deadLettersCommand(env: Readonly<Record<string, string | undefined>>): Command {
  const apiOf = (options: ApiOptions) => findApi(readConfig(env), options);
  const letters = new Command("dead-letters");
  const ofOne = (name: string) =>
    withApiOptions(letters.command(name))
      .argument("<job>", "the job of the letter")
      .argument("[row]", "its row in the job", "0")
      .option("--json", "print it as JSON");

  withApiOptions(letters.command("list"))
    .description("list the newest dead letters of the team")
    .option("--limit <count>", "how many", readCount, 20)
    .option("--json", "print the list as JSON")
    .action(async (options: CommonOptions & { readonly limit: number }) => {
      const found = await listLetters(await apiOf(options), options.limit);
      print(options, found, tableOfLetters(found));
    });
  ofOne("show")
    .description("show one with its cause, and what it gave")
    .action(async (job: string, row: string, options: CommonOptions) => {
      const letter = DeadLetter.parse(await ask(await apiOf(options), pathOf(job, row)));
      print(options, letter, describeLetter(letter));
    });
  ofOne("replay")
    .description("apply one, as it is or with another body, under its own job, row and clock")
    .option("--body <file>", "the body that takes the place of its own, as JSON; - for stdin")
    .addOption(
      new Option("--entity <entity>", "with --body, where the letter doesn't say it").choices(Entity.options),
    )
    .action(async (job: string, row: string, options: ReplayOptions) => {
      const outcome = DeadLetterOutcome.parse(await replay(await apiOf(options), pathOf(job, row), options));
      print(options, outcome, describeOutcome(outcome));
    });
  ofOne("drop")
    .description("drop one: its row stays rejected, and says who dropped it; what it gave is gone")
    .action(async (job: string, row: string, options: CommonOptions) => {
      const answer = await ask(await apiOf(options), pathOf(job, row), { method: "DELETE" });
      const outcome = DeadLetterOutcome.parse(answer);
      print(options, outcome, describeOutcome(outcome));
    });
  return letters;
}

const ROUTE = "/api/dead-letters";

function pathOf(job: string, row: string): string {
  return `${ROUTE}/${encodeURIComponent(job)}/${encodeURIComponent(row)}`;
}

function ask(api: Api, path: string, request?: Parameters<Client["request"]>[1]): Promise<unknown> {
  return withClient(api, undefined, (client) => client.request(path, request));
}

async function replay(api: Api, path: string, { body, entity }: ReplayOptions): Promise<unknown> {
  if (body === undefined) return await ask(api, `${path}/replay`, { method: "POST" });
  const query = entity && { entity };
  return await ask(api, path, {
    method: "PUT",
    body: await readJson(body, "the body as a POST takes it"),
    ...(query && { query }),
  });
}

/** The largest page that the route gives. */
const PAGE = 100;

async function listLetters(api: Api, limit: number): Promise<DeadLetterList["data"]> {
  const found: DeadLetterList["data"] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: String(Math.min(PAGE, limit - found.length)), ...(cursor && { cursor }) };
    const page = DeadLetterList.parse(await ask(api, ROUTE, { query }));
    found.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== undefined && found.length < limit);
  return found;
}
