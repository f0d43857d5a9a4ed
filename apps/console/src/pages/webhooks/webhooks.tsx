import type { Webhook, WebhookSecretAnswer } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { client } from "../../api/client.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { count } from "../../parts/format.ts";
import { PageHead, Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Secret } from "../../parts/secret.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { bodyToCreate } from "./filters-of.ts";
import type { Chosen } from "./filters-of.ts";
import { stateOf } from "./state-of.ts";
import { readAgain, useWebhooks } from "./use-webhooks.ts";
import { WebhookForm } from "./webhook-form.tsx";
import "./webhooks.css";

/** Who is told of what happens, and how that goes. */
export default function Webhooks() {
  const { data, error } = useWebhooks();
  return (
    <div class="stack">
      <PageHead
        title="Webhooks"
        lead="URLs that are told of what happens to records, by signed requests that are tried again until they are answered."
      >
        <AddWebhook />
      </PageHead>
      {error && !data && <Problem error={error} />}
      {data?.length === 0 && (
        <Empty
          title="Nobody is told yet"
          command={`curl ${location.origin}/api/webhooks -u ":$ONEFOLD_API_KEY" -H "Content-Type: application/json" -d '{"url":"https://hooks.example.com/onefold"}'`}
        >
          Add a URL of yours here, or by a request. The answer has the secret that its messages are signed by:
        </Empty>
      )}
      {data && data.length > 0 && (
        <Panel
          title="The oldest first"
          aside={<span class="small soft">{count(data.length)} of 50</span>}
          flush
        >
          <Table label="Webhooks" columns={COLUMNS} rows={data} keyOf={({ id }) => id} />
        </Panel>
      )}
    </div>
  );
}

function AddWebhook() {
  const [, navigate] = useLocation();
  const [isAsking, setAsking] = useState(false);
  const [made, setMade] = useState<WebhookSecretAnswer["data"]>();
  const create = async (chosen: Chosen) => {
    const { data } = await client.request<WebhookSecretAnswer>("/api/webhooks", {
      method: "POST",
      body: bodyToCreate(chosen),
    });
    setAsking(false);
    setMade(data);
    await readAgain();
  };
  return (
    <>
      <Button kind="main" onClick={() => setAsking(true)}>
        Add a webhook
      </Button>
      {isAsking && (
        <WebhookForm
          title="Add a webhook"
          submit="Add it"
          onSubmit={create}
          onClose={() => setAsking(false)}
        />
      )}
      {made && (
        <Secret title="Its secret" secret={made.secret} onClose={() => navigate(`/webhooks/${made.id}`)}>
          It signs each message, and is shown this once: give it to the receiver now.
        </Secret>
      )}
    </>
  );
}

const COLUMNS: readonly Column<Webhook>[] = [
  {
    title: "URL",
    cell: ({ id, url, description, hook }) => (
      <>
        <Link href={`/webhooks/${id}`} class="webhook-url">
          {url}
        </Link>
        {hook && <Badge>lemlist's hook</Badge>}
        {description !== undefined && <div class="small soft">{description}</div>}
      </>
    ),
  },
  {
    title: "State",
    cell: (webhook) => {
      const { tone, word, since } = stateOf(webhook);
      return (
        <>
          <Badge tone={tone}>{word}</Badge>
          {since !== undefined && (
            <div class="small soft">
              <Ago at={since} />
            </div>
          )}
        </>
      );
    },
  },
  {
    title: "Is told of",
    cell: ({ entity, events, hook }) => (
      <span class="webhook-told">
        {hook
          ? "what its type says"
          : `${events?.join(", ") ?? "all events"}${entity ? `, of ${entity}` : ""}`}
      </span>
    ),
  },
  { title: "Waiting", isNumber: true, cell: ({ waiting }) => waitingText(waiting) },
  {
    title: "Last attempt",
    cell: ({ lastAttempt }) =>
      lastAttempt ? (
        <span class="row">
          <Badge tone={lastAttempt.outcome === "delivered" ? "good" : "bad"}>
            {lastAttempt.status ?? lastAttempt.error ?? lastAttempt.outcome}
          </Badge>
          <Ago at={lastAttempt.at} />
        </span>
      ) : (
        "none"
      ),
  },
];

/** The API counts so many. */
const COUNTED_MAX = 1_000;

export function waitingText(waiting: number): string {
  return waiting < COUNTED_MAX ? count(waiting) : `${count(COUNTED_MAX)} or more`;
}
