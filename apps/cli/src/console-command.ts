import { ConsoleLinkAnswer } from "@onefold/contract";
import { Command } from "commander";
import { withClient } from "./api/client-of.ts";
import { findApi, withApiOptions } from "./api/find-api.ts";
import type { Api, ApiOptions } from "./api/find-api.ts";
import { readConfig } from "./config.ts";
import { print } from "./print.ts";

/** Makes `onefold console`. */
export function consoleCommand(env: Readonly<Record<string, string | undefined>>): Command {
  return withApiOptions(new Command("console"))
    .option("--json", "print it as JSON")
    .action(async (options: ApiOptions & { readonly json?: boolean }) => {
      const link = await createLink(await findApi(readConfig(env), options));
      print(options, link, link.url);
    });
}

export interface ConsoleLink {
  readonly url: string;
  readonly validUntil: string;
}

/**
 * Has the API make a link that signs in as the key.
 * @throws CliError with the API's own sentences
 */
export async function createLink(api: Api): Promise<ConsoleLink> {
  const answer = await withClient(api, undefined, (client) =>
    client.request("/api/console/links", { method: "POST" }),
  );
  const { path, validUntil } = ConsoleLinkAnswer.parse(answer).data;
  return { url: new URL(path, api.baseUrl).href, validUntil };
}
