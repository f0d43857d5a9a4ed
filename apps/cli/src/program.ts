import { VERSION } from "@onefold/process";
import { Command } from "commander";
import { CliError } from "./cli-error.ts";
import { readConfig } from "./config.ts";
import type { Config } from "./config.ts";
import { readRunning } from "./folder-files.ts";
import { print } from "./print.ts";
import { isUnderNpmRun, refuseSwallowedOptions } from "./swallowed-options.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The commands that have a file or a folder of their own. */
const COMMANDS: Readonly<Record<string, (env: Env) => Promise<Command>>> = {
  import: async (env) => (await import("./import/import-command.ts")).importCommand(env),
  export: async (env) => (await import("./export/export-command.ts")).exportCommand(env),
  changes: async (env) => (await import("./changes/changes-command.ts")).changesCommand(env),
  jobs: async (env) => (await import("./jobs/jobs-command.ts")).jobsCommand(env),
  console: async (env) => (await import("./console-command.ts")).consoleCommand(env),
  status: async (env) => (await import("./status/status-command.ts")).statusCommand(env),
  verify: async (env) => (await import("./verify/verify-command.ts")).verifyCommand(env),
  team: async (env) => (await import("./admin/team-command.ts")).teamCommand(env),
  member: async (env) => (await import("./admin/member-command.ts")).memberCommand(env),
  key: async (env) => (await import("./admin/key-command.ts")).keyCommand(env),
  field: async (env) => (await import("./admin/field-command.ts")).fieldCommand(env),
  rules: async (env) => (await import("./admin/rules-command.ts")).rulesCommand(env),
  company: async (env) => (await import("./admin/company-command.ts")).companyCommand(env),
};

/**
 * Gives the commands of `onefold`. What only one of them needs, and what takes long to load, is loaded when that
 * command runs.
 * @param asked the command that is asked for. If it has a file of its own, it is the only one that is loaded: to load
 * the others takes longer than most of what they do
 */
export async function createProgram(env: Env, asked: string | undefined): Promise<Command> {
  const program = new Command("onefold")
    .description("Post contacts as fast as you like; each person ends up as exactly one record.")
    .version(VERSION, "--version", "print the version")
    .showHelpAfterError(hintOf(env))
    .addHelpText("after", ENVIRONMENT)
    .hook("preAction", (_program, command) => refuseSwallowedOptions(command, env));

  program
    .command("dev")
    .description("run everything here: a private Postgres, the API and a worker (what npm start does)")
    .action(async () => {
      const { dev } = await import("./dev/dev.ts");
      await dev(readConfig(env), env);
    });
  program
    .command("api")
    .description("run an API process; the environment has its settings")
    .action(() => runApp("api", readConfig(env)));
  program
    .command("worker")
    .description("run a worker process; the environment has its settings")
    .action(() => runApp("worker", readConfig(env)));
  program
    .command("migrate")
    .description("bring the database and the queue's store to this version; safe to repeat")
    .option(
      "--respell",
      "look at all identifiers and names again, once no process of an earlier version runs any more",
    )
    .option("--json", "print the result as JSON")
    .action(async ({ respell = false, ...options }: { json?: boolean; respell?: boolean }) => {
      const config = readConfig(env);
      const { DATABASE_URL } = config;
      if (DATABASE_URL === undefined)
        throw new CliError("DATABASE_URL is not set: set it to a postgres:// URL.");
      const { migrateStores } = await import("./migrate-stores.ts");
      const { describeMigrated } = await import("./describe-migrated.ts");
      const done = await migrateStores({ ...config, DATABASE_URL, respell, waitMs: 30_000 });
      print(options, done, describeMigrated(done));
    });
  const names = asked !== undefined && Object.hasOwn(COMMANDS, asked) ? [asked] : Object.keys(COMMANDS);
  for (const name of names) {
    const command = await COMMANDS[name]?.(env);
    if (command) program.addCommand(command);
  }
  inheritSettings(program);
  return program;
}

/**
 * Gives a hint after the sentence of a mistake. Without two dashes before the options, npm takes them away but leaves
 * their values.
 */
function hintOf(env: Env): string {
  return !isUnderNpmRun(env)
    ? "(add --help for what it takes)"
    : "(npm keeps options for itself: type npx onefold … instead of npm run onefold …; --help says what it takes)";
}

function inheritSettings(command: Command): void {
  for (const each of command.commands) {
    each.copyInheritedSettings(command);
    inheritSettings(each);
  }
}

/**
 * Runs the app's own main.ts in this process. That reads the environment and handles the signals itself. Without a
 * DATABASE_URL it works on the stores of the running `onefold dev`.
 */
async function runApp(app: "api" | "worker", config: Config): Promise<void> {
  const running = config.DATABASE_URL === undefined ? await readRunning(config.folder) : undefined;
  if (config.DATABASE_URL === undefined && running === undefined)
    throw new CliError("No Onefold runs here: start one with npm start, or set DATABASE_URL.");
  if (running !== undefined) {
    Object.assign(process.env, running.stores[app]);
    process.env["QUEUE_NAMESPACE"] = running.queueNamespace;
    process.env["DURABILITY"] = running.durability;
  }
  await (app === "api" ? import("@onefold/api/main") : import("@onefold/worker/main"));
}

const ENVIRONMENT = `
Environment:
  DATABASE_URL      the Postgres of the records; without it, that of the running "onefold dev"
  QUEUE_URL         the queue: postgres://, redis://, redis+cluster://; by default DATABASE_URL
  API_PROCESSES     API processes on the one port (1)
  WORKER_PROCESSES  workers of "dev" (1)
  PORT, HOST        where the API listens (127.0.0.1:3000)
  ONEFOLD_DIR       where "dev" keeps its data (.onefold)
  ONEFOLD_API_KEY   the key to use; "dev" makes it the key of its team
  ONEFOLD_URL       the API that the commands talk to; by default the running "dev"`;
