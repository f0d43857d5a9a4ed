import type { Webhook } from "@onefold/client/types";
import { Link } from "wouter-preact";
import type { PageProps } from "../../pages.ts";
import { Badge } from "../../parts/badge.tsx";
import { fullTime } from "../../parts/format.ts";
import { PageHead, Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Ago } from "../../parts/time.tsx";
import { Facts } from "../jobs/facts.tsx";
import { useFilters } from "../jobs/filters.tsx";
import { Attempt } from "./attempt.tsx";
import { Attempts } from "./attempts.tsx";
import { ReplaySince } from "./replay-since.tsx";
import { stateOf } from "./state-of.ts";
import { useWebhook } from "./use-webhooks.ts";
import { WebhookActs } from "./webhook-acts.tsx";
import { waitingText } from "./webhooks.tsx";

/** One webhook: how it goes, and each attempt. The address says which attempt is shown. */
export default function WebhookPage({ params: { id = "" } }: PageProps) {
  const { data: webhook, error } = useWebhook(id);
  const number = useFilters().get("attempt");
  return (
    <div class="stack">
      <Link class="small" href="/webhooks">
        All webhooks
      </Link>
      {!webhook && error && (
        <>
          <PageHead title="Webhook" lead={<code>{id}</code>} />
          <Problem error={error} />
        </>
      )}
      {webhook && (
        <>
          <PageHead title={webhook.url} lead={webhook.description}>
            <WebhookActs webhook={webhook} />
          </PageHead>
          <HowItGoes webhook={webhook} />
          {number !== undefined && <Attempt key={number} webhook={webhook} number={number} />}
          <Attempts webhook={webhook} />
          {webhook.enabled && <ReplaySince webhook={webhook} />}
        </>
      )}
    </div>
  );
}

function HowItGoes({ webhook }: { readonly webhook: Webhook }) {
  const { id, events, entity, fields, hook, waiting, lastAttempt, lastSuccessAt, missedAt } = webhook;
  const { tone, word, why, since } = stateOf(webhook);
  return (
    <Panel title="How it goes" aside={<Badge tone={tone}>{word}</Badge>}>
      <div class="stack">
        <p>
          {since !== undefined && (
            <>
              <Ago at={since} />:{" "}
            </>
          )}
          {why}
        </p>
        {missedAt !== undefined && (
          <p>
            <Badge tone="warn">events missed</Badge> Found on {fullTime(missedAt)}: some were past their days,
            or the database was restored. Read the records again to be sure.
          </p>
        )}
        <Facts
          facts={[
            ["Records that wait", waitingText(waiting)],
            ["Last attempt", lastAttempt && <Ago key="attempt" at={lastAttempt.at} />],
            ["Last success", lastSuccessAt && <Ago key="success" at={lastSuccessAt} />],
            [
              "Is told of",
              hook ? "what the type of lemlist's hook says" : (events?.join(", ") ?? "all events"),
            ],
            ["Of", hook ? undefined : (entity ?? "contacts and companies")],
            ["Of updates, only of", fields?.join(", ")],
            [
              "The secret before signs until",
              webhook.previousSecretUntil && fullTime(webhook.previousSecretUntil),
            ],
            ["Created", fullTime(webhook.createdAt)],
            ["Id", <code key="id">{id}</code>],
          ]}
        />
      </div>
    </Panel>
  );
}
