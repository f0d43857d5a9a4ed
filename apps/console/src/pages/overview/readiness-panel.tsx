import { useQuery } from "@tanstack/preact-query";
import type { Readiness } from "@onefold/client/types";
import { Badge } from "../../parts/badge.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import "./overview.css";

/** What `/readyz` says, with what to do about it. */
export function ReadinessPanel() {
  const { data, error } = useQuery({ queryKey: ["readyz"], queryFn: readReadiness, refetchInterval: 5_000 });
  const found = [
    ...(data?.problems ?? []).map((each) => ({ ...each, tone: "bad" as const })),
    ...(data?.warnings ?? []).map((each) => ({ ...each, tone: "warn" as const })),
  ];
  return (
    <Panel
      title="Ready"
      aside={
        error ? (
          <Badge tone="bad">no answer</Badge>
        ) : (
          data && <State isReady={data.status === "ready"} isWarned={found.length > 0} />
        )
      }
    >
      {error && !data && <Problem error={error} />}
      {data && !error && found.length === 0 && <p class="soft">Requests are taken, and nothing is wrong.</p>}
      <ul class="findings">
        {found.map(({ what, fix, tone }) => (
          <li key={what}>
            <Badge tone={tone}>{tone === "bad" ? "problem" : "warning"}</Badge>
            <div>
              <p>{what}</p>
              <p class="soft">{fix}</p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function State({ isReady, isWarned }: { readonly isReady: boolean; readonly isWarned: boolean }) {
  if (!isReady) return <Badge tone="bad">not ready</Badge>;
  return isWarned ? <Badge tone="warn">ready, with warnings</Badge> : <Badge tone="good">ready</Badge>;
}

/** A 503 is an answer as well. */
async function readReadiness({ signal }: { readonly signal: AbortSignal }): Promise<Readiness> {
  const answer = await fetch("/readyz", { signal });
  const body: Readiness = await answer.json();
  return body;
}
