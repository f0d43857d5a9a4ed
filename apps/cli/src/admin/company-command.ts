import { AcceptedAnswer, UpsertCompanyAnswer } from "@onefold/contract";
import { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { readConfig } from "../config.ts";
import { printable } from "../output/printable.ts";
import { print } from "../print.ts";
import { postTo } from "./post-to.ts";

interface CreateOptions {
  readonly name: string;
  readonly domain: string;
  readonly linkedinUrl?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly json?: boolean;
}

/** Makes `onefold company create`, which goes through the API. */
export function companyCommand(env: Readonly<Record<string, string | undefined>>): Command {
  const company = new Command("company");
  company
    .command("create")
    .description("add a company, or update the one of that domain")
    .requiredOption("--name <name>", "the company's name")
    .requiredOption("--domain <domain>", "its domain, such as acme.com")
    .option("--linkedin-url <url>", "its LinkedIn page")
    .option("--set <field=value>", "another field; may be given several times", collect, {})
    .option("--json", "print the answer as JSON")
    .action(async ({ json = false, set, ...fields }: CreateOptions) => {
      const answer = await postTo(readConfig(env), "/api/companies", { ...set, ...fields });
      print({ json }, answer, describe(answer));
    });
  return company;
}

function collect(pair: string, pairs: Readonly<Record<string, string>>): Record<string, string> {
  const at = pair.indexOf("=");
  if (at < 1) throw new CliError(`--set takes field=value, not ${pair}.`);
  return { ...pairs, [pair.slice(0, at)]: pair.slice(at + 1) };
}

function describe(answer: unknown): string {
  const accepted = AcceptedAnswer.safeParse(answer);
  if (accepted.success) return `Accepted: job ${accepted.data.job.id} is not done yet.`;
  const { data, warnings, fieldRejections } = UpsertCompanyAnswer.parse(answer);
  const remarks = [
    ...warnings.map(({ message }) => message),
    ...fieldRejections.map(({ field, reason }) => `${field} was not taken (${reason}).`),
  ];
  return [`Company ${data._id} ${data.outcome}.`, ...remarks].map(printable).join("\n");
}
