import type { Job } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { Badge } from "../../parts/badge.tsx";
import { Command } from "../../parts/command.tsx";
import { Form, TextField } from "../../parts/form.tsx";
import { duration } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { RecordLink } from "../jobs/record-link.tsx";

/** Sends one contact, and shows the answer and the same request for a terminal. */
export function Single() {
  const [email, setEmail] = useState("jane@example.com");
  const [firstName, setFirstName] = useState("Jane");
  const [jobTitle, setJobTitle] = useState("");
  const [answer, setAnswer] = useState<{ readonly job: Job; readonly ms: number }>();
  const body = { email, ...(firstName && { firstName }), ...(jobTitle && { jobTitle }) };
  const send = async () => {
    const begun = performance.now();
    const { job } = await client.contacts.submit(body);
    setAnswer({ job: await client.jobs.wait(job.id), ms: performance.now() - begun });
  };
  return (
    <Panel title="One contact">
      <div class="stack">
        <Form submit="Send" onSubmit={send}>
          <TextField label="E-mail" type="email" value={email} required onInput={setEmail} />
          <TextField label="First name" value={firstName} onInput={setFirstName} />
          <TextField
            label="Job title"
            value={jobTitle}
            hint="Send it again with another one: it stays one record."
            onInput={setJobTitle}
          />
        </Form>
        {answer && <Answer {...answer} />}
        <p class="soft">
          The same in a terminal, with a key in <code>$KEY</code>:
        </p>
        <Command
          text={`curl -u ":$KEY" ${location.origin}/api/contacts -H 'Content-Type: application/json' -d '${JSON.stringify(body).replaceAll("'", String.raw`'\''`)}'`}
        />
      </div>
    </Panel>
  );
}

const OUTCOMES = ["created", "updated", "unmodified", "rejected"] as const;

function Answer({ job, ms }: { readonly job: Job; readonly ms: number }) {
  const { counts, result } = job;
  const outcome = OUTCOMES.find((each) => counts[each] > 0) ?? "rejected";
  return (
    <p role="status">
      <Badge tone={outcome === "rejected" ? "bad" : "good"}>{outcome}</Badge>{" "}
      {result && "data" in result && <RecordLink job={job} id={result.data._id} />}
      {result && "error" in result && result.error.message} in {duration(ms)}
    </p>
  );
}
