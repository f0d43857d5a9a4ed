import { ChangeEntity, ChangeEventName } from "@onefold/contract";
import { Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { withClient } from "../api/client-of.ts";
import { findApi, withApiOptions } from "../api/find-api.ts";
import type { ApiOptions } from "../api/find-api.ts";
import { readConfig } from "../config.ts";
import { untilStopped } from "../output/until-stopped.ts";
import { printChanges } from "./print-changes.ts";
import type { ChangesOptions } from "./print-changes.ts";

/** Makes `onefold changes`, which goes through the API. */
export function changesCommand(env: Readonly<Record<string, string | undefined>>): Command {
  return withApiOptions(new Command("changes"))
    .option("--follow", "go on until it is stopped")
    .option("--after <cursor>", "what came after this; by default all that is kept, `now`: nothing of it")
    .addOption(new Option("--entity <entity>", "only of these").choices(ChangeEntity.options))
    .option(
      "--events <names>",
      `only these, with commas between: ${ChangeEventName.options.join(", ")}`,
      readEvents,
    )
    .addHelpText("after", CURSOR_HELP)
    .action(async (options: ApiOptions & ChangesOptions) => {
      const config = readConfig(env);
      const api = await findApi(config, options);
      const place = { cursor: options.after };
      await untilStopped(
        config,
        (signal) => withClient(api, signal, (client) => printChanges(client, options, place, signal)),
        () => howToGoOn(place.cursor),
      );
      process.stderr.write(`${howToGoOn(place.cursor)}\n`);
    });
}

const CURSOR_HELP = `
At its end, and when it is stopped, it says on stderr after which cursor to go on. An event that was being written then
comes again, with the same id.`;

function howToGoOn(cursor: string | undefined): string {
  return cursor === undefined || cursor === "now" ? "Nothing was read." : `To go on: --after ${cursor}`;
}

function readEvents(text: string): ChangeEventName[] {
  const names = z.array(ChangeEventName).safeParse(text.split(","));
  if (names.success) return names.data;
  throw new InvalidArgumentError(`It takes some of ${ChangeEventName.options.join(", ")}.`);
}
