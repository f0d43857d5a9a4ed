import type { Webhook, WebhookAttemptAnswer } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { useEffect, useRef } from "preact/hooks";
import { client } from "../../api/client.ts";
import { Button } from "../../parts/button.tsx";
import { duration, fullTime } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { toast } from "../../parts/toasts.tsx";
import { Facts } from "../jobs/facts.tsx";
import { useFilters } from "../jobs/filters.tsx";
import { About, Outcome, told } from "./attempts.tsx";
import { attemptsOf, pathOf, readAgain } from "./use-webhooks.ts";

/** How an attempt ended, where that was no 2xx. */
const ERRORS: Readonly<Record<string, string>> = {
  url: "Messages may not go to such a URL.",
  address: "Its name leads to an address to which messages may not go (WEBHOOK_ALLOW_PRIVATE).",
  name: "Its name has no address.",
  connect: "Nobody takes the connection.",
  tls: "The certificate isn't valid for its name.",
  timeout: "No status came in time.",
  closed: "The connection ended before a status came.",
  invalid: "What came is no HTTP.",
  redirect: "It answered with a redirect, which isn't followed.",
  status: "Its status isn't 2xx.",
  aborted: "The worker stopped.",
};

/** One attempt: what was answered, and what would be sent now. */
export function Attempt({ webhook, number }: { readonly webhook: Webhook; readonly number: string }) {
  const filters = useFilters();
  const { data, error } = useQuery({
    queryKey: ["webhooks", webhook.id, "attempt", number],
    queryFn: async ({ signal }) =>
      (
        await client.request<WebhookAttemptAnswer>(
          `${attemptsOf(webhook.id)}/${encodeURIComponent(number)}`,
          {
            signal,
          },
        )
      ).data,
  });
  const again = async () => {
    await client.request(`${pathOf(webhook.id)}/replay`, {
      method: "POST",
      body: { attempt: Number(number) },
    });
    await readAgain(webhook.id);
    toast("It is sent again: how it went will be the latest attempt.");
  };
  // It opens above the list, where one may be far down.
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => top.current?.scrollIntoView({ block: "nearest" }), []);
  return (
    <div ref={top}>
      <Panel
        title={`Attempt ${number}`}
        aside={
          <div class="row">
            {data && webhook.enabled && <Button onClick={again}>Send it again</Button>}
            <Button kind="quiet" onClick={() => filters.set({ attempt: undefined })}>
              Close
            </Button>
          </div>
        }
      >
        {error && !data && <Problem error={error} />}
        {data && <Told attempt={data} />}
      </Panel>
    </div>
  );
}

function Told({ attempt }: { readonly attempt: WebhookAttemptAnswer["data"] }) {
  const { at, events, recordId, status, error, durationMs, messageId, answer, body } = attempt;
  return (
    <div class="stack">
      <Facts
        facts={[
          ["Outcome", <Outcome key="outcome" attempt={attempt} />],
          ["Status", status],
          ["Why", error === undefined ? undefined : (ERRORS[error] ?? error)],
          ["Took", duration(durationMs)],
          ["Told of", told(events, recordId)],
          ["About", <About key="about" id={recordId} />],
          ["Sent", fullTime(at)],
          ["webhook-id", <code key="id">{messageId}</code>],
        ]}
      />
      <Text title="What was answered" text={answer ?? "Nothing, or nothing that is kept."} />
      <Text title="What would be sent now" text={pretty(body)} />
      <p class="small soft">
        What was sent isn't kept: a message is built when it is sent, so that nobody who was erased is in it.
      </p>
    </div>
  );
}

function Text({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div>
      <p class="small soft">{title}</p>
      {/* Focusable, so that it can be scrolled by keyboard. */}
      <pre class="webhook-text" tabIndex={0} role="region" aria-label={title}>
        {text}
      </pre>
    </div>
  );
}

function pretty(body: string): string {
  return JSON.stringify(JSON.parse(body), null, 2);
}
