import type { IdentityRulesAnswer } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useMay } from "../../api/session.ts";
import { Button } from "../../parts/button.tsx";
import { Form, TextAreaField, TextField } from "../../parts/form.tsx";
import { count } from "../../parts/format.ts";
import { Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { toast } from "../../parts/toasts.tsx";
import { Facts } from "../jobs/facts.tsx";

type Rules = IdentityRulesAnswer["data"];

const KEY = ["identity-rules"] as const;
const PATH = "/api/identity-rules";

/** Which values identify nobody. */
export function IdentityRulesSection() {
  const may = useMay();
  const { data: rules, error } = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => (await client.request<IdentityRulesAnswer>(PATH, { signal })).data,
    // What one has typed stays, whatever window one looks at meanwhile.
    refetchOnWindowFocus: false,
  });
  if (error && !rules) return <Problem error={error} />;
  if (!rules) return null;
  return (
    <Panel title="Identity rules">
      <div class="stack">
        <p>
          A request reaches a record by an e-mail, a URL or a domain. These rules say which of them are
          nobody's, so that they join no strangers, besides those that say "nothing" by themselves (
          <code>test@test.com</code>) and hosts that many share. They judge what is accepted from now on;
          records that are there stay as they are.
        </p>
        {/* Rules that somebody else has changed are shown anew. */}
        {may("admin") ? <EditRules key={rules.version} rules={rules} /> : <ShownRules rules={rules} />}
      </div>
    </Panel>
  );
}

function ShownRules({ rules: { never, allow, suspiciousAfter } }: { readonly rules: Rules }) {
  return (
    <Facts
      facts={[
        ["Never identify", never.join(", ") || "none"],
        ["Identify all the same", allow.join(", ") || "none"],
        ["Suspicious after", `${count(suspiciousAfter)} requests`],
      ]}
    />
  );
}

function EditRules({ rules }: { readonly rules: Rules }) {
  const [never, setNever] = useState(rules.never.join("\n"));
  const [allow, setAllow] = useState(rules.allow.join("\n"));
  const [suspiciousAfter, setSuspiciousAfter] = useState(String(rules.suspiciousAfter));
  const save = async () => {
    const { data } = await client.request<IdentityRulesAnswer>(PATH, {
      method: "PUT",
      body: {
        never: linesOf(never),
        allow: linesOf(allow),
        suspiciousAfter: Number(suspiciousAfter),
        version: rules.version,
      },
    });
    queryClient.setQueryData(KEY, data);
    toast("Saved: requests are judged by them within seconds.");
  };
  return (
    <Form submit="Save" onSubmit={save}>
      <TextAreaField
        label="Never identify anybody"
        value={never}
        hint="One a line, with * for any text: info@*, *@example.org, linkedin.com/in/acme-*."
        onInput={setNever}
      />
      <TextAreaField
        label="Identify somebody all the same"
        value={allow}
        hint="Stronger than the ones above, and than what Onefold knows by itself."
        onInput={setAllow}
      />
      <TextField
        label="Suspicious after"
        type="number"
        required
        value={suspiciousAfter}
        hint="So many requests may bring e-mails, or other identifiers of one kind, to a record by one other. From then on that one can't be one person's, and is left out."
        onInput={setSuspiciousAfter}
      />
      <p class="row soft">
        Who saves what somebody else has changed meanwhile is told so.
        <Button kind="quiet" onClick={() => queryClient.invalidateQueries({ queryKey: KEY })}>
          Read them again
        </Button>
      </p>
    </Form>
  );
}

function linesOf(text: string): string[] {
  return text.split("\n").flatMap((line) => line.trim() || []);
}
