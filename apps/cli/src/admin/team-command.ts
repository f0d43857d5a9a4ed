import { OnConflict } from "@onefold/contract";
import { createTeam, listTeams, updateTeam } from "@onefold/records";
import { Command, Option } from "commander";
import { CliError } from "../cli-error.ts";
import { readConfig } from "../config.ts";
import { print } from "../print.ts";
import { tableOf } from "../table-of.ts";
import { findTeam } from "./find-team.ts";
import { withDatabase } from "./with-database.ts";

interface SetOptions {
  readonly name?: string;
  readonly onConflict?: OnConflict;
  readonly team?: string;
  readonly json?: boolean;
}

/** Makes `onefold team create|list|set`. */
export function teamCommand(env: Readonly<Record<string, string | undefined>>): Command {
  const team = new Command("team");
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
  team
    .command("set")
    .description("rename a team, or set its default for requests; the API knows it within seconds")
    .option("--name <name>", "the team's name")
    .addOption(
      new Option(
        "--on-conflict <choice>",
        "what to do if the identifiers of one request name several records",
      ).choices(OnConflict.options),
    )
    .option("--team <id>", "the team, if there are several")
    .option("--json", "print the result as JSON")
    .action(async ({ team: teamId, json = false, ...change }: SetOptions) => {
      if (Object.keys(change).length === 0) throw new CliError("Give --name or --on-conflict.");
      const { members: _members, ...changed } = await withDatabase(readConfig(env), async (db) => {
        const found = await findTeam(db, teamId);
        return updateTeam(db, found.teamId, change);
      });
      print({ json }, changed, `Team ${changed.teamId}, ${changed.name}: on conflict ${changed.onConflict}.`);
    });
  return team;
}
