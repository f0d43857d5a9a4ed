import type { Cluster } from "@onefold/client/types";
import { useCluster } from "../../api/use-cluster.ts";
import { Badge } from "../../parts/badge.tsx";
import { count, duration } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { Throughput } from "./throughput.tsx";

type Process = Cluster["processes"][number];

/** The processes that were seen, and what waits in the queue. */
export function Deployment() {
  const { data, error } = useCluster(1_000);
  if (error && !data) return <Problem error={error} />;
  if (!data) return null;
  return (
    <>
      <Throughput cluster={data} />
      <Panel title="Queue" aside={<Badge>{STORES[data.queue.store]}</Badge>} flush>
        <Table label="Lanes of the queue" columns={LANES} rows={lanesOf(data)} keyOf={({ name }) => name} />
      </Panel>
      <Panel
        title="Stores"
        aside={<Badge tone={data.durability === "strict" ? "good" : "warn"}>{data.durability}</Badge>}
      >
        <p>
          Records are in Postgres, the queue is in {STORES[data.queue.store]}.{" "}
          <span class="soft">{DURABILITIES[data.durability]}</span>
        </p>
      </Panel>
      <Panel title="Processes" aside={<span class="small soft">{processesIn(data)}</span>} flush>
        <Table
          label="Processes"
          columns={PROCESSES}
          rows={data.processes}
          keyOf={({ app, name }) => `${app} ${name}`}
        />
      </Panel>
      {data.replicas.length > 0 && (
        <Panel title="Replicas of the stores" flush>
          <Table
            label="Replicas of the stores"
            columns={REPLICAS}
            rows={data.replicas}
            keyOf={({ of, name, primary = "" }) => `${of} ${primary} ${name}`}
          />
        </Panel>
      )}
    </>
  );
}

const STORES: Readonly<Record<Cluster["queue"]["store"], string>> = {
  postgres: "Postgres",
  redis: "Redis",
  "redis-cluster": "a Redis Cluster",
};
const DURABILITIES: Readonly<Record<Cluster["durability"], string>> = {
  strict:
    "What is accepted is on disk before it is answered: the service isn't ready where a store could lose it.",
  relaxed: "DURABILITY=relaxed: a store that crashes may lose what was accepted last.",
};

interface Lane {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly oldestMs: number | undefined;
}

/** Each lane over all shards. */
function lanesOf({ queue }: Cluster): Lane[] {
  return (["interactive", "bulk"] as const).map((name) => {
    const lanes = queue.shards.flatMap(({ lanes: each }) => each?.[name] ?? []);
    const ages = lanes.flatMap(({ oldestMs }) => oldestMs ?? []);
    return {
      name,
      waiting: lanes.reduce((sum, { waiting }) => sum + waiting, 0),
      active: lanes.reduce((sum, { active }) => sum + active, 0),
      oldestMs: ages.length > 0 ? Math.max(...ages) : undefined,
    };
  });
}

const LANES: readonly Column<Lane>[] = [
  { title: "Lane", cell: ({ name }) => name },
  { title: "Waiting chunks", isNumber: true, cell: ({ waiting }) => count(waiting) },
  { title: "Taken by workers", isNumber: true, cell: ({ active }) => count(active) },
  {
    title: "Oldest",
    isNumber: true,
    cell: ({ oldestMs }) => (oldestMs === undefined ? "nothing waits" : duration(oldestMs)),
  },
];

const PROCESSES: readonly Column<Process>[] = [
  { title: "Process", cell: ({ name }) => <code>{name}</code> },
  { title: "Is", cell: ({ app }) => (app === "api" ? "API" : "worker") },
  { title: "Version", cell: ({ version }) => version ?? "unknown" },
  {
    title: "Slots busy",
    isNumber: true,
    cell: ({ commits }) => (commits ? `${commits.busy} of ${commits.of}` : "–"),
  },
  {
    title: "Seen",
    cell: ({ seenAt, isSilent }) => (
      <span class="row">
        <Ago at={seenAt} />
        {isSilent && <Badge tone="bad">silent</Badge>}
      </span>
    ),
  },
];

const REPLICAS: readonly Column<Cluster["replicas"][number]>[] = [
  { title: "Replica", cell: ({ name }) => <code>{name}</code> },
  { title: "Of", cell: ({ of }) => of },
  { title: "State", cell: ({ state }) => state },
  {
    title: "Behind",
    isNumber: true,
    cell: ({ lagMs }) => (lagMs === undefined ? "unknown" : duration(lagMs)),
  },
];

function processesIn({ processes }: Cluster): string {
  const of = (app: Process["app"]) => processes.filter((each) => each.app === app).length;
  return `${count(of("api"))} API, ${count(of("worker"))} ${of("worker") === 1 ? "worker" : "workers"}`;
}
