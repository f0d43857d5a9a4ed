import { createTeam, listTeams } from "@onefold/records";
import { Command } from "commander";
import { readConfig } from "../config.ts";
import { print } from "../print.ts";
import { tableOf } from "../table-of.ts";
import { withDatabase } from "./with-database.ts";

/** `onefold team create|list` */
export function teamCommand(env: Readonly<Record<string, string | undefined>>): Command {
  const team = new Command("team").description("teams: every record and key belongs to one");
  team
    .command("create")
    .description("make a team and its owner")
    .requiredOption("--name <name>", "the team's name")
    .requiredOption("--owner-email <email>", "the owner's e-mail")
    .option("--owner-name <name>", "the owner's name", "Owner")
    .option("--json", "print the result as JSON")
    .action(async (options: { name: string; ownerEmail: string; ownerName: string; json?: boolean }) => {
      const owner = { email: options.ownerEmail, name: options.ownerName };
      const created = await withDatabase(readConfig(env), (db) =>
        createTeam(db, { name: options.name, owner }),
      );
      print(options, created, `Team ${created.teamId}, owner ${created.userId}.`);
    });
  team
    .command("list")
    .description("list the teams")
    .option("--json", "print the list as JSON")
    .action(async (options: { json?: boolean }) => {
      const teams = await withDatabase(readConfig(env), listTeams);
      const rows = teams.map(({ teamId, name, createdAt }) => [teamId, name, createdAt.toISOString()]);
      print(options, teams, tableOf([["TEAM", "NAME", "CREATED"], ...rows]));
    });
  return team;
}
