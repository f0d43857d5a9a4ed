import { ENTITIES, Entity } from "@onefold/contract";
import { Command, Option } from "commander";
import { download } from "../api/client-of.ts";
import { findApi, withApiOptions } from "../api/find-api.ts";
import type { ApiOptions } from "../api/find-api.ts";
import { CliError } from "../cli-error.ts";
import { readConfig } from "../config.ts";
import { saveTo } from "../output/save-to.ts";
import { untilStopped } from "../output/until-stopped.ts";

interface ExportOptions extends ApiOptions, Partial<Record<Filter, string>> {
  readonly entity: Entity;
  readonly format?: string;
  readonly output: string;
}

/** The filters of the lists. A list of companies has only the first and the last of them. */
const FILTERS = {
  search: "those whose name, e-mail or domain begins so",
  email: "the contact with this e-mail",
  companyId: "the contacts of this company, by its id",
  companyDomain: "the contacts of the company with this domain",
  companyLinkedinUrl: "the contacts of the company with this LinkedIn page",
  ids: "only these, by id, e-mail or domain, separated by commas",
} as const;
type Filter = keyof typeof FILTERS;

/** Makes `onefold export`, which goes through the API. */
export function exportCommand(env: Readonly<Record<string, string | undefined>>): Command {
  const command = new Command("export")
    .addOption(new Option("--entity <entity>", "which").choices(Entity.options).default("contact"))
    .addOption(
      new Option("--format <format>", "the default is what the name of the file says, else csv").choices([
        "csv",
        "ndjson",
      ]),
    )
    .option("--output <file>", "where to; - for stdout", "-");
  for (const [name, what] of Object.entries(FILTERS)) command.option(`--${dashed(name)} <value>`, what);
  return withApiOptions(command).action(async (options: ExportOptions) => {
    const config = readConfig(env);
    const api = await findApi(config, options);
    const query = queryOf(options);
    await untilStopped(config, async (signal) => {
      const path = `/api/${ENTITIES[options.entity].words.many}/export`;
      await saveTo(options.output, download(api, path, query, signal), signal);
    });
  });
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function queryOf(options: ExportOptions): Record<string, string> {
  const format = options.format ?? (/\.(?:ndjson|jsonl)$/i.test(options.output) ? "ndjson" : "csv");
  const filters: [name: string, value: string][] = [];
  for (const name of Object.keys(FILTERS).filter(isFilter)) {
    const value = options[name];
    if (value !== undefined) filters.push([parameterOf(name, options.entity), value]);
  }
  if (filters.length > 1) throw new CliError("The filters can't be combined: give one of them.");
  return { format, ...Object.fromEntries(filters) };
}

function isFilter(name: string): name is Filter {
  return Object.hasOwn(FILTERS, name);
}

function parameterOf(name: Filter, entity: Entity): string {
  return name === "ids" ? ENTITIES[entity].words.namesQuery : name;
}
