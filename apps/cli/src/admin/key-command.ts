import { createKey, listKeys, revokeKey } from "@onefold/records";
import type { TeamWithMembers } from "@onefold/records";
import { Command } from "commander";
import { CliError } from "../cli-error.ts";
import { readConfig } from "../config.ts";
import { print } from "../print.ts";
import { tableOf } from "../table-of.ts";
import { findTeam } from "./find-team.ts";
import { withDatabase } from "./with-database.ts";

interface CreateOptions {
  readonly name: string;
  readonly member?: string;
  readonly team?: string;
  readonly json?: boolean;
}

/** `onefold key create|list|revoke` */
export function keyCommand(env: Readonly<Record<string, string | undefined>>): Command {
  const key = new Command("key").description("API keys");
  key
    .command("create")
    .description("make an API key; it is shown this once")
    .requiredOption("--name <name>", "what it is for")
    .option("--member <email>", "the member that it acts as; by default the team's owner")
    .option("--team <id>", "the team, where there are several")
    .option("--json", "print the result as JSON")
    .action(async (options: CreateOptions) => {
      const created = await withDatabase(readConfig(env), async (db) => {
        const team = await findTeam(db, options.team);
        const userId = findMember(team, options.member);
        return createKey(db, { teamId: team.teamId, userId, name: options.name });
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
    .option("--team <id>", "the team, where there are several")
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
        each.createdAt.toISOString(),
        each.revokedAt?.toISOString() ?? "",
      ]);
      print(options, keys, tableOf([["KEY", "ID", "NAME", "ACTS AS", "CREATED", "REVOKED"], ...rows]));
    });
  key
    .command("revoke")
    .description("revoke an API key; the API refuses it within seconds")
    .argument("<key>", "its id, or its beginning as listed")
    .option("--team <id>", "the team, where there are several")
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

function findMember(team: TeamWithMembers, email: string | undefined): string {
  if (email === undefined) return team.createdBy;
  const member = team.members.find((each) => each.email === email.trim().toLowerCase());
  if (member === undefined) throw new CliError(`The team ${team.name} has no member ${email}.`);
  return member.userId;
}
