import type { Command } from "commander";
import { CliError } from "./cli-error.ts";

/**
 * Refuses a command whose options npm took. `npm run onefold import x.csv --dry-run` gives us `import x.csv`: npm takes
 * options without a `--` before them for its own, and tells of them in the environment only. The command would do
 * something else than was asked for.
 * @throws CliError that names the options, and what to type instead
 */
export function refuseSwallowedOptions(
  command: Command,
  env: Readonly<Record<string, string | undefined>>,
): void {
  if (!isUnderNpmRun(env)) return;
  const taken = new Set(
    Object.entries(env).flatMap(([name, value]) =>
      value && name.startsWith(NPM) ? [plain(name.slice(NPM.length))] : [],
    ),
  );
  const swallowed = command.options.flatMap((option) => {
    const isGiven = command.getOptionValueSource(option.attributeName()) === "cli";
    return option.long && !isGiven && taken.has(plain(option.long)) ? [option.long] : [];
  });
  if (swallowed.length === 0) return;
  const given = pathOf(command);
  throw new CliError(
    `npm took ${swallowed.join(" and ")} for its own, and nothing was done: type npx onefold ${given} … instead, ` +
      `or npm run onefold -- ${given} … with two dashes before it.`,
  );
}

/** Says whether npm runs us. `npx` has an event of its own: it passes everything on. */
export function isUnderNpmRun(env: Readonly<Record<string, string | undefined>>): boolean {
  const event = env["npm_lifecycle_event"];
  return event !== undefined && event !== "npx";
}

const NPM = "npm_config_";

/** Makes `--dry-run`, `dry_run` and `dryrun` one name. */
function plain(name: string): string {
  return name.replaceAll(/[-_]/g, "").toLowerCase();
}

/** Gives a command such as `jobs list`, without the program's own name. */
function pathOf(command: Command): string {
  const names: string[] = [];
  for (let each: Command | null = command; each?.parent; each = each.parent) names.unshift(each.name());
  return names.join(" ");
}
