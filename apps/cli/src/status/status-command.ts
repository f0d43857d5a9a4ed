import { Cluster } from "@onefold/contract";
import { Command } from "commander";
import { withClient } from "../api/client-of.ts";
import { findApi, withApiOptions } from "../api/find-api.ts";
import type { ApiOptions } from "../api/find-api.ts";
import { readConfig } from "../config.ts";
import { untilStopped } from "../output/until-stopped.ts";
import { print } from "../print.ts";
import { describeCluster } from "./describe-cluster.ts";

/** Makes `onefold status`, which goes through the API. */
export function statusCommand(env: Readonly<Record<string, string | undefined>>): Command {
  return withApiOptions(new Command("status"))
    .option("--json", "print it as JSON")
    .action(async (options: ApiOptions & { readonly json?: boolean }) => {
      const config = readConfig(env);
      const api = await findApi(config, options);
      await untilStopped(config, async (signal) => {
        const cluster = Cluster.parse(
          await withClient(api, signal, (client) => client.request("/api/cluster")),
        );
        print(options, cluster, describeCluster(cluster));
      });
    });
}
