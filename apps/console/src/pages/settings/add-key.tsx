import type { CreateKeyAnswer, Member, RateLimit, Scope } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { useSession } from "../../api/session.ts";
import { Checks } from "../../parts/checks.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Form, SelectField, TextField } from "../../parts/form.tsx";
import { chosenOf, limitOf, RateLimitFields } from "./rate-limit.tsx";
import { readKeysAgain } from "./use-keys.ts";
import { nameOf } from "./use-team.ts";

const SCOPES: readonly (readonly [Scope, string])[] = [
  ["ingest", "posts single contacts and companies"],
  ["upload", "posts whole files of them"],
  ["clear", "empties fields by what it posts"],
  ["identify", "gives e-mails and URLs to records that are there"],
  ["read", "reads everything but keys and webhooks; without it a key sees only what it gave"],
  ["admin", "does everything"],
];

/** Asks what a new key may do, and for whom it acts. */
export function AddKey(props: {
  readonly members: readonly Member[];
  readonly byDefault: RateLimit | undefined;
  onMade(made: CreateKeyAnswer["data"]): void;
  onClose(): void;
}) {
  const { members, byDefault, onMade, onClose } = props;
  const { session } = useSession();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const [userId, setUserId] = useState(session?.key.userId ?? "");
  const [limit, setLimit] = useState(chosenOf(undefined));
  const make = async () => {
    const rateLimit = limitOf(limit);
    const { data } = await client.request<CreateKeyAnswer>("/api/keys", {
      method: "POST",
      body: { name, scopes, userId, ...(rateLimit && { rateLimit }) },
    });
    onClose();
    onMade(data);
    await readKeysAgain();
  };
  return (
    <Dialog title="Make a key" onClose={onClose}>
      <Form
        submit="Make it"
        disabled={name.trim() === "" || scopes.length === 0}
        onSubmit={make}
        onCancel={onClose}
      >
        <TextField label="Name" required value={name} hint="What it is for." onInput={setName} />
        <Checks label="It may" options={SCOPES} chosen={scopes} onChange={setScopes} />
        <SelectField
          label="Acts as"
          value={userId}
          options={members.map((member) => [member.userId, nameOf(member)] as const)}
          onChange={setUserId}
        />
        <RateLimitFields value={limit} byDefault={byDefault} onChange={setLimit} />
      </Form>
    </Dialog>
  );
}
