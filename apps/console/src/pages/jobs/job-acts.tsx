import type { Job } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { client } from "../../api/client.ts";
import { useMay } from "../../api/session.ts";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { count } from "../../parts/format.ts";
import { toast } from "../../parts/toasts.tsx";
import { tellJob } from "./use-job.ts";

/** What can be done with the job as it is. */
export function JobActs({ job }: { readonly job: Job }) {
  const may = useMay();
  const [, navigate] = useLocation();
  const [isUndone, setUndone] = useState(false);
  const [isCancelling, setCancelling] = useState(false);
  if (!may("upload")) return null;
  const cancel = async () => {
    const cancelled = await client.jobs.cancel(job.id);
    tellJob(cancelled);
    toast(`Cancelled: ${count(cancelled.counts.cancelled)} rows are not applied.`);
  };
  const retry = async () => {
    const { job: retried, rows } = await client.jobs.retry(job.id);
    const sent = rows.accepted + rows.rejected;
    toast(`${count(sent)} ${sent === 1 ? "row goes" : "rows go"} again.`);
    navigate(`/jobs/${retried.id}`);
  };
  const undo = async () => {
    await client.request(job.undoUrl ?? "", { method: "POST" });
    setUndone(true);
    toast("The merge is undone: the records stand by themselves again.");
  };
  return (
    <>
      {job.links?.cancel !== undefined && (
        <Button kind="danger" onClick={() => setCancelling(true)}>
          Cancel the rest
        </Button>
      )}
      {isCancelling && (
        <Confirm
          title="Cancel the rest of this job?"
          submit="Cancel it"
          onConfirm={cancel}
          onClose={() => setCancelling(false)}
        >
          Rows that aren't applied yet never will be, and nothing brings them back but another upload. What is
          applied stays.
        </Confirm>
      )}
      {job.links?.retry !== undefined && <Button onClick={retry}>Retry what was rejected</Button>}
      {job.undoUrl !== undefined && !isUndone && may("admin") && (
        <Button onClick={undo}>Undo the merge</Button>
      )}
    </>
  );
}
