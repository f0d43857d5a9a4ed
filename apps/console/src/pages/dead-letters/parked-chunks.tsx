import { useCluster } from "../../api/use-cluster.ts";
import { Badge } from "../../parts/badge.tsx";
import { Command } from "../../parts/command.tsx";
import { count } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Ago } from "../../parts/time.tsx";

const SEEN_AGAIN_MS = 5_000;

/**
 * How many chunks of the queue are parked, and what to do about them. What is in them is people of all teams: it is never
 * shown here.
 */
export function ParkedChunks() {
  const { chunks = 0, oldestAt } = useCluster(SEEN_AGAIN_MS).data?.queue.parked ?? {};
  if (chunks === 0) return null;
  return (
    <Panel
      title="Parked chunks"
      aside={<Badge tone="bad">{chunks === 1 ? "1 parked" : `${count(chunks)} parked`}</Badge>}
    >
      <div class="stack">
        <p>
          Parts of the queue can't be read, not even the names of the requests in them, so nobody can be told
          what became of those.{" "}
          {oldestAt !== undefined && (
            <>
              The oldest was made <Ago at={oldestAt} />.{" "}
            </>
          )}
          <span class="soft">
            They hold people of all teams, so they are mended where the service runs, and soon: what is in
            them is told as lost after two minutes and a half.
          </span>
        </p>
        {STEPS.map(({ what, command }) => (
          <div key={command}>
            <p class="small soft">{what}</p>
            <Command text={command} />
          </div>
        ))}
      </div>
    </Panel>
  );
}

const ONEFOLD = "npx onefold parked-chunks";
const STEPS = [
  { what: "Which they are, and why they can't be read", command: `${ONEFOLD} list` },
  { what: "One with what is in it, as a file to mend", command: `${ONEFOLD} show CHUNK --json > chunk.json` },
  { what: "Put it back into the queue, mended", command: `${ONEFOLD} replay CHUNK --file chunk.json` },
  { what: "Or remove it", command: `${ONEFOLD} drop CHUNK` },
] as const;
