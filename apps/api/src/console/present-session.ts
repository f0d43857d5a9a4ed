import type { ConsoleSessionAnswer } from "@onefold/contract";
import { VERSION } from "@onefold/process";
import { readKey, readTeam } from "@onefold/records";
import type { KeyOwner } from "@onefold/records";
import { reading } from "../errors/reading.ts";
import { presentKey } from "../present/api-key.ts";
import { notFound } from "../request/record-name.ts";
import type { Services } from "../services.ts";

/** Shows who the requests of a key act as. */
export async function presentSession(
  { db }: Pick<Services, "db">,
  { teamId, keyId }: KeyOwner,
): Promise<ConsoleSessionAnswer> {
  const [team, key] = await reading(() => Promise.all([readTeam(db, teamId), readKey(db, teamId, keyId)]));
  if (!team || !key) throw notFound("key");
  const data = { version: VERSION, team: { _id: team.teamId, name: team.name }, key: presentKey(key) };
  return { success: true, data };
}
