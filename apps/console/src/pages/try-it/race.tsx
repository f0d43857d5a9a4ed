import type { Job } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { Button } from "../../parts/button.tsx";
import { Figures } from "../../parts/figures.tsx";
import { count, duration } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Progress } from "../../parts/progress.tsx";
import { newRun, raceOf } from "./made-up.ts";

const RACERS = 50;

interface State {
  readonly accepted: number;
  readonly ended: readonly Job[];
  readonly email: string;
  readonly ms: number;
}

/** Sends 50 requests about one new person at once: they end in one record. */
export function Race() {
  const [state, setState] = useState<State>();
  const run = async () => {
    const begun = performance.now();
    const bodies = raceOf(newRun(), RACERS);
    const email = bodies[0]?.["email"] ?? "";
    let next: State = { accepted: 0, ended: [], email, ms: 0 };
    const tell = (more: Partial<State>) =>
      setState((next = { ...next, ...more, ms: performance.now() - begun }));
    tell({});
    const jobs = await Promise.all(
      bodies.map(async (body) => {
        const { job } = await client.contacts.submit(body);
        tell({ accepted: next.accepted + 1 });
        return job.id;
      }),
    );
    await Promise.all(
      jobs.map(async (id) => {
        const job = await client.jobs.wait(id);
        tell({ ended: [...next.ended, job] });
      }),
    );
  };
  return (
    <Panel
      title="A race"
      aside={
        <Button kind="main" onClick={run}>
          Send {RACERS} at once
        </Button>
      }
    >
      {state ? (
        <Outcome state={state} />
      ) : (
        <p class="soft">
          {RACERS} requests about one person whom nobody knows yet, sent at the same moment, each with another
          field. A database that is asked “is she there?” would end up with several of her.
        </p>
      )}
    </Panel>
  );
}

function Outcome({ state: { accepted, ended, email, ms } }: { readonly state: State }) {
  const records = new Set(ended.flatMap(({ result }) => (result && "data" in result ? result.data._id : [])));
  const sum = (name: "created" | "updated" | "unmodified" | "rejected") =>
    ended.reduce((all, { counts }) => all + counts[name], 0);
  return (
    <div class="stack" role="status">
      <Progress label="Requests that have ended" done={ended.length / RACERS} />
      <Figures
        figures={[
          { label: "Accepted", value: count(accepted) },
          { label: "Created", value: count(sum("created")) },
          { label: "Updated", value: count(sum("updated") + sum("unmodified")) },
          { label: "Rejected", value: count(sum("rejected")) },
          { label: "Took", value: duration(ms) },
        ]}
      />
      {ended.length === RACERS && (
        <p>
          <span class="outcome">
            {records.size === 1 ? "One record." : `${count(records.size)} records.`}
          </span>{" "}
          {count(RACERS)} requests about <code>{email}</code> ended in it, none was lost.
        </p>
      )}
    </div>
  );
}
