import { globSync } from "node:fs";
import { RENAMED_SETTINGS } from "@onefold/process";
import type { EnvVariable } from "@onefold/process";
import { apiVariables } from "../apps/api/src/config.ts";
import { cliVariables } from "../apps/cli/src/config.ts";
import { workerVariables } from "../apps/worker/src/config.ts";

/** Every schema that reads the environment, by its file. */
const READERS: Readonly<Record<string, { name: string; variables: Readonly<Record<string, EnvVariable>> }>> =
  {
    "apps/api/src/config.ts": { name: "the API", variables: apiVariables },
    "apps/worker/src/config.ts": { name: "the worker", variables: workerVariables },
    "apps/cli/src/config.ts": { name: "the command line", variables: cliVariables },
  };

/** docs/settings.md: every variable of every process, from the schemas that read them. */
export function settingsPage(): string {
  for (const file of globSync("apps/*/src/config.ts"))
    if (!READERS[file]) throw new Error(`${file} is not in READERS of scripts/settings-page.ts`);
  return `# Settings

<!-- Written by scripts/write-pages.ts from the schemas of each app's config.ts: change these, then run it. -->

Settings are environment variables. A process reads them once, when it starts; an empty one counts as not set. One that
can't be used keeps the process from starting, and it says in one sentence what to set. \`npm start\` hands its own on to
the API and the workers that it runs.

${sections().join("\n\n")}

## Old names

These do nothing any more. A process that finds one of them set refuses to start, and names the new one.

| old name | name |
|---|---|
${Object.entries(RENAMED_SETTINGS)
  .map(([old, now]) => `| \`${old}\` | \`${now}\` |`)
  .join("\n")}
`;
}

/** A section for all processes, then those of two, then those of one. Who reads a variable differently has a row. */
function sections(): string[] {
  const readersOf = new Map<string, string[]>();
  for (const { name: reader, variables } of Object.values(READERS)) {
    for (const [name, variable] of Object.entries(variables)) {
      const row = rowOf(name, variable);
      readersOf.set(row, [...(readersOf.get(row) ?? []), reader]);
    }
  }
  const byCount = [...readersOf].toSorted(([, one], [, other]) => other.length - one.length);
  const groups = Map.groupBy(byCount, ([, readers]) => new Intl.ListFormat("en-GB").format(readers));
  return Array.from(groups, ([readers, entries]) =>
    section(
      `Of ${readers}`,
      entries.map(([row]) => row),
    ),
  );
}

function rowOf(name: string, { schema, takes, description }: EnvVariable): string {
  return `| \`${name}\` | ${defaultOf(schema)} | ${takes} | ${description} |`;
}

function defaultOf(schema: EnvVariable["schema"]): string {
  const unset = schema.safeParse(undefined);
  if (!unset.success) return "must be set";
  return typeof unset.data === "string" || typeof unset.data === "number" ? `\`${unset.data}\`` : "none";
}

function section(heading: string, rows: readonly string[]): string {
  return `## ${heading}\n\n| variable | default | takes | what it does |\n|---|---|---|---|\n${rows.join("\n")}`;
}
