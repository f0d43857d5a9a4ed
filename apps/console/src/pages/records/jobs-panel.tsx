import type { Contact } from "@onefold/client/types";
import { Link } from "wouter-preact";
import { Badge } from "../../parts/badge.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Ago } from "../../parts/time.tsx";
import { pageOf } from "./entities.ts";

/** Where a contact works, and where it did. */
export function JobsPanel({ contact: { jobs } }: { readonly contact: Contact }) {
  return (
    <Panel title="Jobs at companies">
      {jobs.length === 0 && <p class="soft">It is linked to no company.</p>}
      <ul class="entries">
        {jobs.map(({ companyId, companyName, jobTitle, jobDescription, current, since }) => (
          <li key={companyId}>
            <div class="row">
              <Link class="value" href={pageOf(companyId)}>
                {companyName ?? companyId}
              </Link>
              {current && <Badge tone="good">current</Badge>}
            </div>
            {jobTitle !== undefined && <div class="value">{jobTitle}</div>}
            {jobDescription !== undefined && <div class="value small soft">{jobDescription}</div>}
            <div class="small soft">
              linked <Ago at={since} />
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
