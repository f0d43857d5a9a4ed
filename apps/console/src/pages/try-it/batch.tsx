import type { Job } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { client } from "../../api/client.ts";
import { useJobEvents } from "../../api/use-job-events.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Figures } from "../../parts/figures.tsx";
import { count } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Progress } from "../../parts/progress.tsx";
import { madeUpPeople, newRun } from "./made-up.ts";

const SIZES = [100, 1_000, 10_000] as const;

/** Uploads made-up people as one file, and follows its job. */
export function Batch() {
  const [size, setSize] = useState<number>(1_000);
  const [jobId, setJobId] = useState<string>();
  const [job, setJob] = useState<Job>();
  const isUnderWay = jobId !== undefined && job?.finishedAt === undefined;
  useJobEvents(isUnderWay ? jobId : undefined, setJob);
  const send = async () => {
    const rows = madeUpPeople(newRun(), size).map((person) => JSON.stringify(person));
    const accepted = await client.contacts.import(`${rows.join("\n")}\n`, { format: "ndjson" });
    setJob(undefined);
    setJobId(accepted.job.id);
  };
  return (
    <Panel
      title="A batch"
      aside={
        <span class="row">
          <label class="row">
            <span class="sr-only">How many people</span>
            <select
              class="input"
              value={size}
              onChange={({ currentTarget }) => setSize(Number(currentTarget.value))}
            >
              {SIZES.map((each) => (
                <option key={each} value={each}>
                  {count(each)} people
                </option>
              ))}
            </select>
          </label>
          <Button onClick={send}>Upload</Button>
        </span>
      }
    >
      {jobId === undefined ? (
        <p class="soft">
          Uploads made-up people as one file. Single requests go past it: they have a lane of their own.
        </p>
      ) : (
        <div class="stack" role="status">
          <Progress label="Rows that have ended" done={job?.progress ?? 0} />
          {job && (
            <Figures
              figures={[
                { label: "Rows", value: count(job.counts.total) },
                { label: "Created", value: count(job.counts.created) },
                { label: "Updated", value: count(job.counts.updated + job.counts.unmodified) },
                { label: "Rejected", value: count(job.counts.rejected) },
              ]}
            />
          )}
          <p class="small">
            <Badge tone={job?.finishedAt === undefined ? "accent" : "good"}>
              {job?.status ?? "accepted"}
            </Badge>{" "}
            <Link href={`/jobs/${jobId}`}>
              <code>{jobId}</code>
            </Link>
          </p>
        </div>
      )}
    </Panel>
  );
}
