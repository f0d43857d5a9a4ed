import type { MergeContactsAnswer } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { client } from "../../api/client.ts";
import { useMay } from "../../api/session.ts";
import type { PageProps } from "../../pages.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageHead, Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { toast } from "../../parts/toasts.tsx";
import { pageOf, titleOf, WORDS } from "../records/entities.ts";
import type { Entity, Shown } from "../records/entities.ts";
import { ShownValue } from "../records/value.tsx";
import { compare } from "./compare.ts";
import type { Compared } from "./compare.ts";
import { readDecided, useRecords } from "./use-conflicts.ts";

/** Two records side by side, with what a merge would come to, and the decision whether they are one. */
export default function Pair({ params }: PageProps) {
  const ids = [params["first"] ?? "", params["other"] ?? ""];
  const entity: Entity = ids[0]?.startsWith("cpn_") ? "company" : "contact";
  const { records, error } = useRecords(entity, ids, false);
  const may = useMay();
  const [isSwapped, setSwapped] = useState(false);
  if (error && !records)
    return (
      <div class="stack">
        <PageHead title="Conflict" />
        <Problem error={error} />
        <Link href="/conflicts">All conflicts</Link>
      </div>
    );
  if (!records) return null;
  const [first, other] = ids.map((id) => records.get(id));
  const [survivor, merged] = isSwapped ? [other, first] : [first, other];
  if (!survivor || !merged)
    return (
      <Empty title="These aren't two records any more">
        They were merged, or one was deleted. <Link href="/conflicts">Show all conflicts</Link>
      </Empty>
    );
  const { one } = WORDS[entity];
  return (
    <div class="stack">
      <Link class="small" href="/conflicts">
        All conflicts
      </Link>
      <PageHead
        title={`${titleOf(survivor)} and ${titleOf(merged)}`}
        lead={`Are they one ${one}? What the first one has stands, and what it lacks is taken from the other.`}
      >
        <Button onClick={() => setSwapped(!isSwapped)}>Swap them</Button>
        {may("admin") && <Decide entity={entity} survivor={survivor} merged={merged} />}
      </PageHead>
      <SideBySide entity={entity} survivor={survivor} merged={merged} canMerge={may("admin")} />
    </div>
  );
}

interface Both {
  readonly entity: Entity;
  readonly survivor: Shown;
  readonly merged: Shown;
}

function Decide({ entity, survivor, merged }: Both) {
  const { many } = WORDS[entity];
  const [, navigate] = useLocation();
  const merge = async () => {
    await client.request<MergeContactsAnswer>(`/api/${many}/merge`, {
      method: "POST",
      body: { primaryId: survivor._id, secondaryIds: [merged._id] },
    });
    await readDecided(entity);
    toast("They are one now. It can be taken back here, under Merges.");
    navigate(pageOf(survivor._id));
  };
  const different = async () => {
    await client.request(`/api/${many}/different`, {
      method: "POST",
      body: { ids: [survivor._id, merged._id] },
    });
    await readDecided(entity);
    toast("Noted as different: no request merges them.");
    navigate("/conflicts");
  };
  return (
    <>
      <Button onClick={different}>They are different</Button>
      <Button kind="main" onClick={merge}>
        Merge into the first
      </Button>
    </>
  );
}

function SideBySide({ entity, survivor, merged, canMerge }: Both & { readonly canMerge: boolean }) {
  const { many } = WORDS[entity];
  const { data: preview, error } = useQuery({
    queryKey: [many, "merge", survivor._id, merged._id, survivor.updatedAt, merged.updatedAt],
    queryFn: ({ signal }) =>
      client.request<MergeContactsAnswer>(`/api/${many}/merge`, {
        method: "POST",
        query: { dryRun: true },
        body: { primaryId: survivor._id, secondaryIds: [merged._id] },
        signal,
      }),
    enabled: canMerge,
  });
  const columns: readonly Column<Compared>[] = [
    { title: "Field", cell: ({ field }) => field },
    { title: "First", cell: ({ first }) => <ShownValue value={first} /> },
    { title: "Other", cell: ({ other }) => <ShownValue value={other} /> },
    ...(preview
      ? [
          {
            title: "After a merge",
            cell: ({ after, isLost }: Compared) => (
              <span class="row">
                <ShownValue value={after} />
                {isLost && <Badge tone="warn">the other's is left out</Badge>}
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      {error && <Problem error={error} />}
      <Panel title="Side by side" flush>
        <Table
          label="Side by side"
          columns={columns}
          rows={compare(survivor, merged, preview?.data)}
          keyOf={({ field }) => field}
        />
      </Panel>
      <div class="row">
        <Link href={pageOf(survivor._id)}>History of the first</Link>
        <Link href={pageOf(merged._id)}>History of the other</Link>
      </div>
    </>
  );
}
