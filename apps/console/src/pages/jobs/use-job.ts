import type { Job } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useJobEvents } from "../../api/use-job-events.ts";

const keyOf = (id: string) => ["job", id] as const;

/** Where a job's results are: their path, and what the pages of them are kept by. */
export function resultsOf(id: string): string {
  return `/api/jobs/${encodeURIComponent(id)}/results`;
}

/** A job that is kept true: by its events where it is a batch, else by asking until it has ended. */
export function useJob(id: string): { readonly job: Job | undefined; readonly error: Error | null } {
  const { data: job, error } = useQuery({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => client.jobs.get(id, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data && isRunning(data) && data.kind !== "batch" ? 1_000 : false,
  });
  const isFollowed = job?.kind === "batch" && isRunning(job);
  const readAgain = () => {
    void queryClient.invalidateQueries({ queryKey: keyOf(id) });
    void queryClient.invalidateQueries({ queryKey: [resultsOf(id)] });
  };
  const tell = (told: Job) => {
    tellJob(told);
    // What else is shown of the job is read again at its end.
    if (!isRunning(told)) readAgain();
  };
  useJobEvents(isFollowed ? id : undefined, tell, readAgain);
  return { job, error };
}

/** Shows a job as it was just told. Only asking for it says how its CSV was read. */
export function tellJob(job: Job): void {
  queryClient.setQueryData<Job>(keyOf(job.id), (before) => (before?.csv ? { csv: before.csv, ...job } : job));
}

function isRunning({ finishedAt }: Job): boolean {
  return finishedAt === undefined;
}
