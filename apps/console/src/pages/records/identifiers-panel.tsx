import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { useMay } from "../../api/session.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Form, SelectField, TextField } from "../../parts/form.tsx";
import { Panel } from "../../parts/panel.tsx";
import { toast } from "../../parts/toasts.tsx";
import type { About } from "./about.ts";
import { changeRecord } from "./change-record.ts";
import { identifiersOf, isContact, WORDS } from "./entities.ts";
import type { Entity, Shown } from "./entities.ts";
import { comingOf } from "./settings-of.ts";
import type { Coming } from "./settings-of.ts";
import { readAgain } from "./use-record.ts";
import { ShownValue, Trace } from "./value.tsx";

const HOW: Readonly<Record<Coming["how"], string>> = {
  created: "it was created with it",
  given: "given to it",
  merged: "came by a merge, given first",
};

/** What names a record, and how each came to it. Whoever has one of them is this record. */
export function IdentifiersPanel({ entity, record, history }: About) {
  const may = useMay();
  const [isAdding, setAdding] = useState(false);
  const { identifiers, aliases } = WORDS[entity];
  const [main] = Object.keys(identifiers);
  const named = identifiersOf(record);
  return (
    <Panel
      title="Identifiers"
      aside={may("ingest") && may("identify") && <Button onClick={() => setAdding(true)}>Add</Button>}
    >
      <ul class="entries">
        {named.map((each) => {
          const coming = comingOf(record._id, history.entries, each, aliases);
          const isPrimary = isContact(record) && each.field === main && each.value === record.email;
          return (
            <li key={`${each.field} ${each.value}`}>
              <div class="row">
                <ShownValue value={each.value} />
                {isPrimary && named.filter(({ field }) => field === main).length > 1 && (
                  <Badge tone="accent">primary</Badge>
                )}
              </div>
              <div class="small">
                <span class="soft">{identifiers[each.field]}</span>
                {coming && (
                  <>
                    <span class="soft">, {HOW[coming.how]}</span> <Trace entry={coming.entry} />
                  </>
                )}
              </div>
              {each.field === "email" && may("admin") && named.length > 1 && (
                <EmailActs record={record} email={each.value} isPrimary={isPrimary} />
              )}
            </li>
          );
        })}
      </ul>
      {isAdding && <AddIdentifier entity={entity} record={record} onClose={() => setAdding(false)} />}
    </Panel>
  );
}

function EmailActs(props: { readonly record: Shown; readonly email: string; readonly isPrimary: boolean }) {
  const { record, email, isPrimary } = props;
  const [isRemoving, setRemoving] = useState(false);
  const path = `/api/contacts/${record._id}/emails/${encodeURIComponent(email)}`;
  const makePrimary = async () => {
    await client.request(`${path}/primary`, { method: "PUT" });
    await readAgain("contact");
    toast(`${email} is the primary e-mail.`);
  };
  const remove = async () => {
    await client.request(path, { method: "DELETE" });
    await readAgain("contact");
    toast(`${email} was removed.`);
  };
  return (
    <div class="row acts">
      {!isPrimary && (
        <Button kind="quiet" onClick={makePrimary}>
          Make primary<span class="sr-only"> {email}</span>
        </Button>
      )}
      <Button kind="quiet" onClick={() => setRemoving(true)}>
        Remove<span class="sr-only"> {email}</span>
      </Button>
      {isRemoving && (
        <Confirm
          title={`Remove ${email}?`}
          submit="Remove it"
          onConfirm={remove}
          onClose={() => setRemoving(false)}
        >
          It names this contact no more: whoever is posted with it alone is somebody else then.
        </Confirm>
      )}
    </div>
  );
}

/** Asks for one more identifier. One that is another record's stays there, and that is told. */
function AddIdentifier(props: { readonly entity: Entity; readonly record: Shown; onClose(): void }) {
  const { entity, record, onClose } = props;
  const { identifiers, aliases } = WORDS[entity];
  const [main = ""] = Object.keys(identifiers);
  const [field, setField] = useState(main);
  const [value, setValue] = useState("");
  const isFurther =
    field === main && aliases !== undefined && identifiersOf(record).some((each) => each.field === main);
  const add = async () => {
    const body = isFurther ? { [aliases]: [value.trim()] } : { [field]: value.trim() };
    await changeRecord(entity, record, body, `${value.trim()} names this ${WORDS[entity].one} too.`);
    onClose();
  };
  return (
    <Dialog title="Add an identifier" onClose={onClose}>
      <Form submit="Add" disabled={value.trim() === ""} onSubmit={add} onCancel={onClose}>
        <SelectField label="Kind" value={field} options={Object.entries(identifiers)} onChange={setField} />
        <TextField label="Value" value={value} onInput={setValue} />
      </Form>
    </Dialog>
  );
}
