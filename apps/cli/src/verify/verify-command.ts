import { verify } from "@onefold/records";
import type { Verified } from "@onefold/records";
import { Command } from "commander";
import { findTeam } from "../admin/find-team.ts";
import { withDatabase } from "../admin/with-database.ts";
import { readConfig } from "../config.ts";
import { EXIT_REJECTED } from "../exit-codes.ts";
import { untilStopped } from "../output/until-stopped.ts";
import { print } from "../print.ts";
import { readCount } from "../read-number.ts";
import { describeVerified, isAllRight, timeOf } from "./describe-verified.ts";
import { readSince, readSpan } from "./read-since.ts";
import type { Since } from "./read-since.ts";

interface VerifyCommandOptions {
  readonly since?: Since;
  readonly due?: number;
  readonly team?: string;
  readonly show: number;
  readonly json?: boolean;
}

const LINES_EVERY_MS = 5_000;

/** Makes `onefold verify`, which checks whether what is stored is as promised. */
export function verifyCommand(env: Readonly<Record<string, string | undefined>>): Command {
  return new Command("verify")
    .option(
      "--since <span or time>",
      "what was accepted since then: 90m, 24h (the default), 7d, 2026-11-25, 2026-11-25T08:00:00Z",
      (text) => readSince(text),
    )
    .option("--due <span>", "what waits for longer is past due: 15m by default", readSpan)
    .option("--team <id>", "only this team")
    .option("--show <count>", "how many of each kind are listed", readCount, 20)
    .option("--json", "print the result as JSON")
    .addHelpText("after", HELP)
    .action(async (options: VerifyCommandOptions) => {
      const { since = readSince("24h"), due = readSpan("15m"), team, show, json = false } = options;
      const config = readConfig(env);
      const verified = await untilStopped(config, (signal) =>
        withDatabase(config, async (db) => {
          const teamId = team === undefined ? undefined : (await findTeam(db, team)).teamId;
          const tell = createTeller();
          return await verify(db, {
            since,
            dueMs: due,
            teamId,
            shown: show,
            looked(at, soFar) {
              signal.throwIfAborted();
              tell(at, soFar);
            },
          });
        }),
      );
      print({ json }, withTimes(verified), describeVerified(verified));
      if (!isAllRight(verified)) process.exitCode = EXIT_REJECTED;
    });
}

/** Writes times as they are written everywhere. */
function withTimes({ since, keptFrom, watermark, ...rest }: Verified) {
  return {
    since: timeOf(since),
    ...(keptFrom !== undefined && { keptFrom: timeOf(keptFrom) }),
    ...(watermark && {
      watermark: {
        passedBefore: timeOf(watermark.passedBefore),
        lookedAt: timeOf(watermark.lookedAt),
      },
    }),
    ...rest,
  };
}

/** Tells a line now and then, once it takes long. The line goes to stderr, as stdout has the result. */
function createTeller(): (at: string, soFar: number) => void {
  let toldAt = performance.now();
  return (at, soFar) => {
    if (performance.now() - toldAt < LINES_EVERY_MS) return;
    toldAt = performance.now();
    process.stderr.write(`${soFar.toLocaleString("en-US")} ${at} so far\n`);
  };
}

const HELP = `
What it checks, and what it can't judge, is in docs/verify.md.

Exit codes:
  0    nothing is wrong
  1    it can't be done as asked
  2    something is wrong: it says what, by ids
  130  interrupted`;
