import type { Cluster } from "@onefold/client/types";
import { useRef } from "preact/hooks";
import { Figures } from "../../parts/figures.tsx";
import type { Figure } from "../../parts/figures.tsx";
import { rate } from "../../parts/format.ts";
import { LineChart } from "../../parts/line-chart.tsx";
import { Panel } from "../../parts/panel.tsx";
import { addSeconds, chartOf, ratesOf } from "./seconds.ts";
import type { Seconds } from "./seconds.ts";

const LABELS = ["Accepted", "Applied", "Rejected", "Conflicts"] as const;
const NUMBERS = [1, 2, 3, 4] as const;

/** What all processes did in the last two minutes, second by second. */
export function Throughput({ cluster }: { readonly cluster: Cluster }) {
  const kept = useRef<Seconds>(new Map());
  kept.current = addSeconds(kept.current, cluster);
  const chart = chartOf(kept.current, cluster.at);
  const rates = ratesOf(chart);
  const figures = LABELS.map((label, index): Figure => {
    const series = NUMBERS[index];
    return { label, value: rate(rates[index] ?? 0), ...(series && { series }) };
  });
  return (
    <Panel title="Throughput" aside={<span class="small soft">the last 2 minutes, of all teams</span>}>
      <div class="stack">
        <Figures figures={figures} />
        <LineChart label="Accepted, applied, rejected and conflicting items per second" data={chart} />
      </div>
    </Panel>
  );
}
