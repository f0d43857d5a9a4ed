import type { Item, ItemRef } from "@onefold/contract";
import { listTeams, readJobs } from "@onefold/records";
import { CliError } from "../cli-error.ts";
import type { Stores } from "./with-parked-chunks.ts";

/**
 * Requires that each item has a name that the API has given. Under another one, of another day too, it would get a second
 * receipt, and what was applied could be applied again.
 * @throws CliError
 */
export async function requireNames(
  { db, jobIds }: Pick<Stores, "db" | "jobIds">,
  items: readonly Item[],
): Promise<void> {
  const refs = items.map(({ ref }) => ref);
  const teams = new Set((await listTeams(db)).map(({ teamId }) => teamId));
  for (const { teamId, jobId } of refs)
    if (!teams.has(teamId)) throw unfit(`there is no team ${teamId}, as ${jobId} has it`);
  for (const ref of refs) requireIssued(jobIds, ref);
  const jobs = new Map((await readJobs(db, namesOf(refs))).map((job) => [job.jobId, job]));
  for (const { jobId, row, upload = false } of refs) {
    const job = jobs.get(jobId);
    if (upload !== (job !== undefined))
      throw unfit(
        job
          ? `${jobId} is an upload, so row ${row} of it has "upload": true`
          : `${jobId} is no upload, so it has no "upload"`,
      );
    if (row >= (job ? Math.max(job.rowsTaken, job.planned?.to ?? 0) : 1))
      throw unfit(`${jobId} has no row ${row}`);
  }
}

function requireIssued(jobIds: Stores["jobIds"], { teamId, jobId, acceptedAt }: ItemRef): void {
  const issued = jobIds.read(teamId, jobId);
  if (!issued)
    throw unfit(
      `${jobId} isn't a job id that was issued to ${teamId}; where the API has a JOB_ID_SECRET, set the same one here`,
    );
  if (issued.acceptedAt !== acceptedAt)
    throw unfit(`${jobId} was accepted at ${issued.acceptedAt}, and its "acceptedAt" says another time`);
}

function namesOf(refs: readonly ItemRef[]): ItemRef[] {
  return [...new Map(refs.map((ref) => [ref.jobId, ref])).values()];
}

function unfit(why: string): CliError {
  return new CliError(`The mended content can't be taken: ${why}.`);
}
