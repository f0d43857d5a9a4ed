import { useMay } from "../../api/session.ts";
import { PageHead } from "../../parts/panel.tsx";
import { Deployment } from "./deployment.tsx";
import { LastErrors } from "./last-errors.tsx";
import { ReadinessPanel } from "./readiness-panel.tsx";

/** How the service is at this moment. */
export default function Overview() {
  const may = useMay();
  return (
    <div class="stack">
      <PageHead title="Overview" lead="What the service does at this moment." />
      <ReadinessPanel />
      {may("admin") && <Deployment />}
      <LastErrors />
    </div>
  );
}
