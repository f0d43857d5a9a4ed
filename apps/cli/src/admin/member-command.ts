import { MemberRole } from "@onefold/contract";
import { createMember, updateMember } from "@onefold/records";
import { Command, Option } from "commander";
import { readConfig } from "../config.ts";
import { print } from "../print.ts";
import { tableOf } from "../table-of.ts";
import { findMember } from "./find-member.ts";
import { findTeam } from "./find-team.ts";
import { withDatabase } from "./with-database.ts";

interface AddOptions {
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly team?: string;
  readonly json?: boolean;
}

/** Makes `onefold member add|list|block|unblock`. */
export function memberCommand(env: Readonly<Record<string, string | undefined>>): Command {
  const member = new Command("member");
  member
    .command("add")
    .description("add a member to a team")
    .requiredOption("--email <email>", "the member's e-mail")
    .requiredOption("--name <name>", "the member's name")
    .addOption(new Option("--role <role>", "the member's role").choices(MemberRole.options).default("member"))
    .option("--team <id>", "the team, if there are several")
    .option("--json", "print the result as JSON")
    .action(async (options: AddOptions) => {
      const { email, name, role } = options;
      const created = await withDatabase(readConfig(env), async (db) => {
        const { teamId } = await findTeam(db, options.team);
        return { teamId, ...(await createMember(db, teamId, { email, name, role })) };
      });
      print(options, created, `Member ${created.userId} of team ${created.teamId}.`);
    });
  member
    .command("list")
    .description("list the members of a team")
    .option("--team <id>", "the team, if there are several")
    .option("--json", "print the list as JSON")
    .action(async (options: { team?: string; json?: boolean }) => {
      const { members } = await withDatabase(readConfig(env), (db) => findTeam(db, options.team));
      const rows = members.map(({ userId, email, name, role, blocked }) => [
        userId,
        email,
        name,
        role,
        blocked ? "yes" : "",
      ]);
      print(options, members, tableOf([["MEMBER", "E-MAIL", "NAME", "ROLE", "BLOCKED"], ...rows]));
    });
  for (const [verb, blocked] of [
    ["block", true],
    ["unblock", false],
  ] as const)
    member
      .command(verb)
      .description(
        blocked
          ? "refuse every key that acts as a member; the API does so within seconds"
          : "take the keys of a blocked member again",
      )
      .argument("<email>", "the member's e-mail")
      .option("--team <id>", "the team, if there are several")
      .option("--json", "print the result as JSON")
      .action(async (email: string, options: { team?: string; json?: boolean }) => {
        const changed = await withDatabase(readConfig(env), async (db) => {
          const team = await findTeam(db, options.team);
          const { userId } = findMember(team, email);
          await updateMember(db, team.teamId, userId, { blocked });
          return { userId, blocked };
        });
        print(options, changed, `Member ${changed.userId} is ${blocked ? "blocked" : "not blocked"}.`);
      });
  return member;
}
