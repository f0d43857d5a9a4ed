// The rest of the package loads logs and databases.
import { VERSION } from "@onefold/process/version";
import { Command, Help } from "commander";
import { CliError } from "./cli-error.ts";
import type { Config } from "./config.ts";
import { print } from "./print.ts";
import { isUnderNpmRun, refuseSwallowedOptions } from "./swallowed-options.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** A command that has a file or a folder of its own, which is loaded when it is asked for. */
interface OwnCommand {
  readonly description: string;
  /** How the list of commands names it, where it takes something. */
  readonly term?: string;
  load(env: Env): Promise<Command>;
}

const COMMANDS: Readonly<Record<string, OwnCommand>> = {
  import: {
    description: "send a file of contacts or companies, row by row by the rules of a single POST",
    term: "import [options] <file>",
    load: async (env) => (await import("./import/import-command.ts")).importCommand(env),
  },
  export: {
    description: "write all contacts or companies, or some of them, to a file or to stdout",
    term: "export [options]",
    load: async (env) => (await import("./export/export-command.ts")).exportCommand(env),
  },
  changes: {
    description: "write what happened to records to stdout, as NDJSON, in the order of the feed",
    term: "changes [options]",
    load: async (env) => (await import("./changes/changes-command.ts")).changesCommand(env),
  },
  jobs: {
    description: "uploads and imports: how far they are, and what became of each row",
    load: async (env) => (await import("./jobs/jobs-command.ts")).jobsCommand(env),
  },
  "dead-letters": {
    description: "what was accepted and couldn't be applied: to be mended, replayed or dropped",
    load: async (env) => (await import("./dead-letters/dead-letters-command.ts")).deadLettersCommand(env),
  },
  "parked-chunks": {
    description:
      "parts of the queue that can't be read: to be mended, replayed or dropped by who has its store",
    load: async (env) => (await import("./parked-chunks/parked-chunks-command.ts")).parkedChunksCommand(env),
  },
  console: {
    description: "print a link that signs a browser in to the console; it works once, within 10 minutes",
    term: "console [options]",
    load: async (env) => (await import("./console-command.ts")).consoleCommand(env),
  },
  status: {
    description:
      "what the deployment consists of and how it is: processes, queue, replicas; with an admin key",
    term: "status [options]",
    load: async (env) => (await import("./status/status-command.ts")).statusCommand(env),
  },
  verify: {
    description: "check what is stored against what is promised, while everything runs; changes nothing",
    term: "verify [options]",
    load: async (env) => (await import("./verify/verify-command.ts")).verifyCommand(env),
  },
  team: {
    description: "teams: every record and key belongs to one",
    load: async (env) => (await import("./admin/team-command.ts")).teamCommand(env),
  },
  member: {
    description: "the people of a team: owners of contacts, keys act as them",
    load: async (env) => (await import("./admin/member-command.ts")).memberCommand(env),
  },
  key: {
    description: "API keys",
    load: async (env) => (await import("./admin/key-command.ts")).keyCommand(env),
  },
  field: {
    description: "custom fields: requests may set them once they are registered",
    load: async (env) => (await import("./admin/field-command.ts")).fieldCommand(env),
  },
  rules: {
    description: "which values identify nobody, besides /in/undefined and its like",
    load: async (env) => (await import("./admin/rules-command.ts")).rulesCommand(env),
  },
  company: {
    description: "companies: they must exist before contacts are linked to them",
    load: async (env) => (await import("./admin/company-command.ts")).companyCommand(env),
  },
};

/**
 * Gives the commands of `onefold`. What only one of them needs, and what takes long to load, is loaded when that
 * command runs: to load all takes longer than most of what they do.
 * @param args what the command line says; the command that it asks for is loaded, and of the others the names
 */
export async function createProgram(env: Env, args: readonly string[]): Promise<Command> {
  const program = new Command("onefold")
    .description("Post contacts as fast as you like; each person ends up as exactly one record.")
    .version(VERSION, "--version", "print the version")
    .showHelpAfterError(hintOf(env))
    .addHelpText("after", ENVIRONMENT)
    .configureHelp({ subcommandTerm: (command) => termOf(command) })
    .hook("preAction", (_program, command) => refuseSwallowedOptions(command, env));

  program
    .command("dev")
    .description("run everything here: a private Postgres, the API and a worker (what npm start does)")
    .action(async () => {
      const { dev } = await import("./dev/dev.ts");
      await dev(await configOf(env), env);
    });
  program
    .command("api")
    .description("run an API process; the environment has its settings")
    .action(async () => runApp("api", await configOf(env)));
  program
    .command("worker")
    .description("run a worker process; the environment has its settings")
    .action(async () => runApp("worker", await configOf(env)));
  program
    .command("migrate")
    .description("bring the database and the queue's store to this version; safe to repeat")
    .option(
      "--respell",
      "look at all identifiers and names again, once no process of an earlier version runs any more",
    )
    .option("--json", "print the result as JSON")
    .action(async ({ respell = false, ...options }: { json?: boolean; respell?: boolean }) => {
      const config = await configOf(env);
      const { DATABASE_URL } = config;
      if (DATABASE_URL === undefined)
        throw new CliError("DATABASE_URL is not set: set it to a postgres:// URL.");
      const { migrateStores } = await import("./migrate-stores.ts");
      const { describeMigrated } = await import("./describe-migrated.ts");
      const done = await migrateStores({ ...config, DATABASE_URL, respell, waitMs: 30_000 });
      print(options, done, describeMigrated(done));
    });
  const asked = askedOf(args);
  for (const [name, { description, load }] of Object.entries(COMMANDS)) {
    const command = name === asked ? await load(env) : new Command(name);
    program.addCommand(command.description(description));
  }
  inheritSettings(program);
  return program;
}

/** Gives the command that arguments ask for, or for the help of. */
function askedOf(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((each) => !each.startsWith("-"));
  return first === "help" ? second : first;
}

function termOf(command: Command): string {
  const own = command.parent?.parent ? undefined : COMMANDS[command.name()];
  return own?.term ?? new Help().subcommandTerm(command);
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

/** Settings take long to load, and help needs none. */
async function configOf(env: Env): Promise<Config> {
  const { readConfig } = await import("./config.ts");
  return readConfig(env);
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
  const { readRunning } = await import("./folder-files.ts");
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
