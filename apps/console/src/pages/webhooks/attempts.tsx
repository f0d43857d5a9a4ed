import type { Webhook, WebhookAttempt } from "@onefold/client/types";
import { Link } from "wouter-preact";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { count, duration } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { useFilters } from "../jobs/filters.tsx";
import { usePages } from "../jobs/use-pages.ts";
import { pageOf } from "../records/entities.ts";
import { attemptsOf } from "./use-webhooks.ts";

const EVERY_MS = 2_000;

/** The attempts to deliver to a webhook, the latest first. */
export function Attempts({ webhook }: { readonly webhook: Webhook }) {
  const filters = useFilters();
  const { rows, isRead, error, more } = usePages<WebhookAttempt>(attemptsOf(webhook.id), {}, () => EVERY_MS);
  return (
    <Panel
      title="Attempts"
      aside={<span class="small soft">{count(rows.length)} shown</span>}
      flush={rows.length > 0}
    >
      {error && !isRead && <Problem error={error} />}
      {isRead && rows.length === 0 && (
        <Empty title="Nothing was sent within the last week">
          {webhook.enabled
            ? "Send a test: it tells of a made-up person."
            : "Enable it first: it is sent nothing now."}
        </Empty>
      )}
      {rows.length > 0 && (
        <Table
          label="Attempts"
          columns={columnsWith((number) => filters.hrefOf({ attempt: String(number) }))}
          rows={rows}
          keyOf={({ number }) => String(number)}
        />
      )}
      {more && (
        <div class="more">
          <Button onClick={more}>Show earlier ones</Button>
        </div>
      )}
    </Panel>
  );
}

function columnsWith(attemptAt: (number: number) => string): readonly Column<WebhookAttempt>[] {
  return [
    {
      title: "Attempt",
      cell: ({ number }) => (
        <Link href={attemptAt(number)} aria-label={`Attempt ${number}`}>
          {count(number)}
        </Link>
      ),
    },
    { title: "Outcome", cell: (attempt) => <Outcome attempt={attempt} /> },
    { title: "Answer", isNumber: true, cell: ({ status, error }) => status ?? error ?? "–" },
    { title: "Took", isNumber: true, cell: ({ durationMs }) => duration(durationMs) },
    { title: "Told of", cell: ({ events, recordId }) => told(events, recordId) },
    { title: "About", cell: ({ recordId }) => <About id={recordId} /> },
    { title: "When", cell: ({ at }) => <Ago at={at} /> },
  ];
}

export function Outcome({ attempt: { outcome } }: { readonly attempt: WebhookAttempt }) {
  return <Badge tone={outcome === "delivered" ? "good" : "bad"}>{outcome}</Badge>;
}

export function told(events: WebhookAttempt["events"], recordId: string | undefined): string {
  return recordId === undefined ? "a test" : events.join(", ");
}

/** Leads to what a message told of. */
export function About({ id }: { readonly id: string | undefined }) {
  if (id === undefined) return <>a made-up person</>;
  return (
    <Link href={pageAbout(id)}>
      <code>{id}</code>
    </Link>
  );
}

function pageAbout(id: string): string {
  if (id.startsWith("job_")) return `/jobs/${id}`;
  return id.startsWith("hoo_") ? `/webhooks/${id}` : pageOf(id);
}
