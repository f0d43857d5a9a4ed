import { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { readConfig } from "../config.ts";
import { ask, findTerminal, readYes } from "../output/ask.ts";
import { untilStopped } from "../output/until-stopped.ts";
import { print } from "../print.ts";
import { readJson } from "../read-json.ts";
import { readCount } from "../read-number.ts";
import { describeParked, tableOfParked } from "./describe-parked.ts";
import { describeReplayed, replayParked } from "./replay-parked.ts";
import { withParkedChunks } from "./with-parked-chunks.ts";

interface CommonOptions {
  readonly json?: boolean;
}

interface AgreedOptions extends CommonOptions {
  readonly yes?: boolean;
}

/** Makes `onefold parked-chunks list|show|replay|drop`, which works on the stores. */
export function parkedChunksCommand(env: Readonly<Record<string, string | undefined>>): Command {
  const chunks = new Command("parked-chunks").addHelpText("after", HELP);
  const ofOne = (name: string) =>
    chunks
      .command(name)
      .argument("<chunk>", "its id, as it is listed")
      .option("--json", "print the result as JSON");

  chunks
    .command("list")
    .description("list them, the oldest first, without what is in them")
    .option("--limit <count>", "how many", readCount, 20)
    .option("--json", "print the list as JSON")
    .action(async (options: CommonOptions & { readonly limit: number }) => {
      const { limit } = options;
      await withParkedChunks(readConfig(env), async ({ parked, namespace }) => {
        const page = await parked.list({ limit });
        print(
          options,
          page.chunks,
          tableOfParked(page.chunks, `${parked.shown}, QUEUE_NAMESPACE ${namespace}`),
        );
        if (page.next !== undefined)
          process.stderr.write("There are more: --limit says how many are listed.\n");
      });
    });
  ofOne("show")
    .description("show one with what is in it: people of several teams")
    .action(async (id: string, options: CommonOptions) => {
      const shown = await withParkedChunks(readConfig(env), ({ parked }) => parked.read(id));
      print(options, shown, describeParked(shown));
    });
  ofOne("replay")
    .description("put one back into the queue, as it is or mended, under its own id")
    .option(
      "--file <file>",
      "the content that takes the place of its own, as show --json gives it; - for stdin",
    )
    .option("--yes", "also where items of it have their receipts already, and are passed over")
    .action(async (id: string, options: AgreedOptions & { readonly file?: string }) => {
      const { file, yes = false } = options;
      const mended =
        file === undefined ? undefined : await readJson(file, "the content as show --json gives it");
      const done = await withParkedChunks(readConfig(env), (stores) => replayParked(stores, id, mended, yes));
      print(options, done, describeReplayed(done));
    });
  ofOne("drop")
    .description("remove one with what is in it; what it lacks a receipt for is told as LOST")
    .option("--yes", "don't ask")
    .action(async (id: string, options: AgreedOptions) => {
      const config = readConfig(env);
      await withParkedChunks(config, async ({ parked }) => {
        const { bytes, madeAt = "an unknown time" } = await parked.read(id);
        if (!options.yes)
          await untilStopped(config, (signal) => confirm(`${bytes} bytes, made at ${madeAt}`, signal));
        await parked.drop(id);
      });
      print(options, { id, dropped: true }, `Dropped ${id}.`);
    });
  return chunks;
}

async function confirm(what: string, signal: AbortSignal): Promise<void> {
  const terminal = findTerminal();
  if (!terminal) throw new CliError("Nothing was dropped: nobody can be asked here. Say --yes.");
  const text = `What is in the chunk (${what}) is gone then, and nobody can apply it any more.\n`;
  if (await ask(terminal, { text, prompt: "Drop it? [y/N] " }, readYes, signal)) return;
  throw new CliError("Nothing was dropped.");
}

const HELP = `
They are for who runs the deployment: DATABASE_URL and QUEUE_URL say where, or the running "onefold dev".

Mending one:
  umask 077
  onefold parked-chunks show <chunk> --json > chunk.json
  (change "content" in it: "name" has the names of the items, "data" their bodies)
  onefold parked-chunks replay <chunk> --file chunk.json
  rm chunk.json

A name has a checksum. Names that are written by hand stand in the data instead:
  { "name": "chunk", "data": { "version": 1, "wait": false,
      "refs": [{ "teamId": "tea_…", "jobId": "job_…", "row": 0, "acceptedAt": 1764407000000, "clock": 1764407000000000 }],
      "bodies": [{ "entity": "contact", … }] } }
"upload": true stands in the refs of an upload's rows. docs/operations.md says more.`;
