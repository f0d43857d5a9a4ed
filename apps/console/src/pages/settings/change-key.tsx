import type { ApiKey, CreateKeyAnswer, RateLimit } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { SESSION_KEY } from "../../api/session-key.ts";
import { Confirm } from "../../parts/confirm.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Form, TextField } from "../../parts/form.tsx";
import { toast } from "../../parts/toasts.tsx";
import { chosenOf, limitOf, RateLimitFields } from "./rate-limit.tsx";
import { readKeysAgain } from "./use-keys.ts";

interface OfKey {
  readonly apiKey: ApiKey;
  /** Whether the session is the key's. */
  readonly isCurrent: boolean;
  onClose(): void;
}

/** Renames a key, or changes its limit. */
export function EditKey({
  apiKey,
  byDefault,
  onClose,
}: Omit<OfKey, "isCurrent"> & { readonly byDefault: RateLimit | undefined }) {
  const [name, setName] = useState(apiKey.name);
  const [before] = useState(() => chosenOf(apiKey.rateLimit));
  const [limit, setLimit] = useState(before);
  const isSame = name === apiKey.name && limit === before;
  const save = async () => {
    await client.request(`/api/keys/${apiKey._id}`, {
      method: "PATCH",
      body: {
        ...(name !== apiKey.name && { name }),
        ...(limit !== before && { rateLimit: limitOf(limit) }),
      },
    });
    await readKeysAgain();
    onClose();
  };
  return (
    <Dialog title={`Edit the key ${apiKey.name}`} onClose={onClose}>
      <Form submit="Save" disabled={name.trim() === "" || isSame} onSubmit={save} onCancel={onClose}>
        <TextField label="Name" required value={name} onInput={setName} />
        <RateLimitFields value={limit} byDefault={byDefault} onChange={setLimit} />
        <p class="soft">What it may do never changes: make another key, and revoke this one.</p>
      </Form>
    </Dialog>
  );
}

/** Gives a key a new secret. The one before works some hours more. */
export function RotateKey(props: OfKey & { onMade(made: CreateKeyAnswer["data"]): void }) {
  const { apiKey, isCurrent, onMade, onClose } = props;
  const [hours, setHours] = useState("24");
  // The new secret would be gone with the session before anybody has read it.
  const endsUs = isCurrent && Number(hours) === 0;
  const rotate = async () => {
    const { data } = await client.request<CreateKeyAnswer>(`/api/keys/${apiKey._id}/rotate`, {
      method: "POST",
      body: { overlapHours: Number(hours) },
    });
    onClose();
    onMade(data);
    await readKeysAgain();
  };
  return (
    <Dialog title={`Give the key ${apiKey.name} a new secret?`} onClose={onClose}>
      <p>
        It stays the same key, with its jobs, scopes and limit. Sessions of the console end with the secret
        before.
      </p>
      <Form submit="Make a new secret" disabled={endsUs} onSubmit={rotate} onCancel={onClose}>
        <TextField
          label="Hours that the secret before works"
          type="number"
          required
          value={hours}
          hint={
            isCurrent
              ? "1 to 168: this session ends with it."
              : "0 to 168. With 0 it ends at once, as where it has leaked."
          }
          onInput={setHours}
        />
      </Form>
    </Dialog>
  );
}

export function RevokeKey({ apiKey, isCurrent, onClose }: OfKey) {
  const revoke = async () => {
    await client.request(`/api/keys/${apiKey._id}`, { method: "DELETE" });
    if (isCurrent) await queryClient.invalidateQueries({ queryKey: SESSION_KEY });
    else await readKeysAgain();
    toast(`The key ${apiKey.name} was revoked.`);
  };
  return (
    <Confirm
      title={`Revoke the key ${apiKey.name}?`}
      submit="Revoke the key"
      onConfirm={revoke}
      onClose={onClose}
    >
      Whoever has it is refused within seconds, and nothing brings it back.
      {isCurrent && " It is the key of this session, which ends too."}
    </Confirm>
  );
}
