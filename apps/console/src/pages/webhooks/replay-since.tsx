import type { Webhook } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { Form, TextField } from "../../parts/form.tsx";
import { Panel } from "../../parts/panel.tsx";
import { toast } from "../../parts/toasts.tsx";
import { pathOf, readAgain } from "./use-webhooks.ts";

const HOUR_MS = 3_600_000;

/** Has all events since a time sent again, as after a receiver has lost some. */
export function ReplaySince({ webhook: { id } }: { readonly webhook: Webhook }) {
  const [since, setSince] = useState(() => localTime(Date.now() - HOUR_MS));
  const replay = async () => {
    await client.request(`${pathOf(id)}/replay`, {
      method: "POST",
      body: { since: new Date(since).toISOString() },
    });
    await readAgain(id);
    toast("The events since then are sent again.");
  };
  return (
    <Panel title="Send again what was sent before">
      <Form submit="Send them again" disabled={since === ""} onSubmit={replay}>
        <TextField
          label="All events since"
          type="datetime-local"
          value={since}
          required
          hint="In this browser's time zone. Each record is told of once, as it is now, under a new id. As far back as events are kept."
          onInput={setSince}
        />
      </Form>
    </Panel>
  );
}

/** Writes a time as the browser's field has it, in its own time zone. */
function localTime(at: number): string {
  const offsetMs = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offsetMs).toISOString().slice(0, 16);
}
