import { RateLimit, Scope } from "@onefold/contract";
import {
  AdminError,
  OVERLAP_HOURS,
  createKey,
  findActiveKey,
  listKeys,
  revokeKey,
  rotateKey,
} from "@onefold/records";
import type { KeyRateLimit } from "@onefold/records";
import { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { readConfig } from "../config.ts";
import { readSeconds } from "../read-number.ts";
import { print } from "../print.ts";
import { tableOf } from "../table-of.ts";
import { findMember } from "./find-member.ts";
import { findTeam } from "./find-team.ts";
import { withDatabase } from "./with-database.ts";

interface CreateOptions {
  readonly name: string;
  readonly member?: string;
  readonly scopes?: readonly Scope[];
  readonly rateLimit?: KeyRateLimit;
  readonly team?: string;
  readonly json?: boolean;
}

interface RotateOptions {
  readonly overlapHours: number;
  readonly team?: string;
  readonly json?: boolean;
}

/** Makes `onefold key create|list|rotate|revoke`. */
export function keyCommand(env: Readonly<Record<string, string | undefined>>): Command {
  const key = new Command("key");
  key
    .command("create")
    .description("make an API key; it is shown this once")
    .requiredOption("--name <name>", "what it is for")
    .option("--member <email>", "the member that it acts as; by default the team's owner")
    .option("--scopes <scopes>", `what it may do: ${Scope.options.join(", ")} (default: admin)`, readScopes)
    .option(
      "--rate-limit <limit>",
      "a limit of its own, such as 20/2s: 20 requests in 2 seconds",
      readRateLimit,
    )
    .option("--team <id>", "the team, if there are several")
    .option("--json", "print the result as JSON")
    .action(async (options: CreateOptions) => {
      const { name, scopes, rateLimit } = options;
      const created = await withDatabase(readConfig(env), async (db) => {
        const team = await findTeam(db, options.team);
        const userId =
          options.member === undefined ? team.createdBy : findMember(team, options.member).userId;
        return createKey(db, { teamId: team.teamId, userId, name, scopes, rateLimit });
      });
      print(
        options,
        created,
        `${created.key}\n\nKeep it now: only its beginning, ${created.prefix}, is shown again.`,
      );
    });
  key
    .command("list")
    .description("list the keys of a team by their beginnings")
    .option("--team <id>", "the team, if there are several")
    .option("--json", "print the list as JSON")
    .action(async (options: { team?: string; json?: boolean }) => {
      const { team, keys } = await withDatabase(readConfig(env), async (db) => {
        const found = await findTeam(db, options.team);
        return { team: found, keys: await listKeys(db, found.teamId) };
      });
      const emails = new Map(team.members.map(({ userId, email }) => [userId, email]));
      const rows = keys.map((each) => [
        each.prefix,
        each.keyId,
        each.name,
        emails.get(each.userId) ?? each.userId,
        each.scopes.join(","),
        each.rateLimit ? `${each.rateLimit.requests}/${each.rateLimit.seconds}s` : "",
        each.createdAt.toISOString(),
        each.lastUsedAt?.toISOString() ?? "",
        each.revokedAt?.toISOString() ?? "",
      ]);
      const heading = ["KEY", "ID", "NAME", "ACTS AS", "SCOPES", "LIMIT", "CREATED", "LAST USED", "REVOKED"];
      print(options, keys, tableOf([heading, ...rows]));
    });
  key
    .command("rotate")
    .description("give an API key a new secret under the same id; it is shown this once")
    .argument("<key>", "its id, or its beginning as listed")
    .option(
      "--overlap-hours <hours>",
      `how long the secret of before still works, at most ${OVERLAP_HOURS.max}; 0 ends it`,
      readOverlap,
      OVERLAP_HOURS.normal,
    )
    .option("--team <id>", "the team, if there are several")
    .option("--json", "print the result as JSON")
    .action(async (prefixOrId: string, options: RotateOptions) => {
      const { overlapHours } = options;
      const rotated = await withDatabase(readConfig(env), async (db) => {
        const { teamId } = await findTeam(db, options.team);
        const keyId = await findActiveKey(db, { teamId, prefixOrId });
        const done = await rotateKey(db, { teamId, keyId, overlapHours });
        if (!done) throw new AdminError("KEY_NOT_FOUND", `The team has no active key ${prefixOrId}.`);
        return done;
      });
      const before =
        overlapHours === 0
          ? "The secret of before is refused within seconds."
          : `The secret of before works until ${rotated.previousUntil?.toISOString()}.`;
      print(
        options,
        rotated,
        `${rotated.key}\n\nKeep it now: only its beginning, ${rotated.prefix}, is shown again. ${before}`,
      );
    });
  key
    .command("revoke")
    .description("revoke an API key; the API refuses it within seconds")
    .argument("<key>", "its id, or its beginning as listed")
    .option("--team <id>", "the team, if there are several")
    .option("--json", "print the result as JSON")
    .action(async (prefixOrId: string, options: { team?: string; json?: boolean }) => {
      const revoked = await withDatabase(readConfig(env), async (db) => {
        const { teamId } = await findTeam(db, options.team);
        return revokeKey(db, { teamId, prefixOrId });
      });
      print(options, revoked, `Revoked ${revoked.keyId}.`);
    });
  return key;
}

function readOverlap(text: string): number {
  const hours = readSeconds(text);
  if (hours > OVERLAP_HOURS.max) throw new CliError(`--overlap-hours takes 0 to ${OVERLAP_HOURS.max}.`);
  return hours;
}

/** Reads scopes such as `ingest,read`. */
function readScopes(text: string): Scope[] {
  const scopes = Scope.array().safeParse(text.split(",").map((scope) => scope.trim()));
  if (!scopes.success) throw new CliError(`--scopes takes ${Scope.options.join(", ")}, not ${text}.`);
  return scopes.data;
}

/** Reads a limit such as `20/2s`. */
function readRateLimit(text: string): KeyRateLimit {
  const [, requests, seconds] = /^(\d{1,7})\/(\d{1,5})s$/.exec(text) ?? [];
  const limit = RateLimit.safeParse({ requests: Number(requests), seconds: Number(seconds) });
  if (!limit.success) throw new CliError(`--rate-limit takes requests/seconds, such as 20/2s, not ${text}.`);
  return limit.data;
}
