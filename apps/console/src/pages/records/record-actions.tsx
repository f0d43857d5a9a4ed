import type { DeleteCompanyAnswer, DeleteContactAnswer } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useMay } from "../../api/session.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Form, TextField } from "../../parts/form.tsx";
import { toast } from "../../parts/toasts.tsx";
import { confirmedBy, isContact, WORDS } from "./entities.ts";
import type { Entity, Shown } from "./entities.ts";
import { readAgain } from "./use-record.ts";

/** What can be done to a record as a whole. A key that only reads is offered nothing. */
export function RecordActions({ entity, record }: { readonly entity: Entity; readonly record: Shown }) {
  const may = useMay();
  const [isDeleting, setDeleting] = useState(false);
  if (!may("admin")) return null;
  return (
    <>
      {isContact(record) && <Subscription record={record} isOut={record.unsubscribed} />}
      <Button kind="danger" onClick={() => setDeleting(true)}>
        Delete
      </Button>
      {isDeleting && <DeleteRecord entity={entity} record={record} onClose={() => setDeleting(false)} />}
    </>
  );
}

function Subscription({ record, isOut }: { readonly record: Shown; readonly isOut: boolean }) {
  const change = async () => {
    await client.request(`/api/v2/unsubscribes/contacts/${record._id}`, {
      method: isOut ? "DELETE" : "POST",
    });
    await readAgain("contact");
    toast(isOut ? "Subscribed again." : "Unsubscribed: no upsert resets it.");
  };
  return <Button onClick={change}>{isOut ? "Subscribe again" : "Unsubscribe"}</Button>;
}

/** Deletes a record once its name was typed, since nothing brings it back. */
function DeleteRecord(props: { readonly entity: Entity; readonly record: Shown; onClose(): void }) {
  const { entity, record, onClose } = props;
  const { one, many } = WORDS[entity];
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState("");
  const [force, setForce] = useState(false);
  const name = confirmedBy(record);
  const remove = async () => {
    await client.request<DeleteContactAnswer | DeleteCompanyAnswer>(`/api/${many}/${record._id}`, {
      method: "DELETE",
      ...(force && { query: { force: true } }),
    });
    onClose();
    navigate(`/${many}`);
    // Nothing of it stays in the browser either.
    queryClient.removeQueries({ queryKey: [many] });
    toast(`The ${one} was erased.`);
  };
  return (
    <Dialog title={`Erase this ${one}?`} onClose={onClose}>
      <p>
        Its fields, its identifiers and what is personal in the results of its jobs are erased, here and in
        the database. It can't be taken back, and what was accepted before doesn't bring it back.
      </p>
      <Form
        submit={`Erase the ${one}`}
        kind="danger"
        disabled={typed.trim() !== name}
        onSubmit={remove}
        onCancel={onClose}
      >
        <TextField label={`Type ${name} to confirm`} value={typed} onInput={setTyped} />
        {entity === "company" && (
          <label class="row">
            <input
              type="checkbox"
              checked={force}
              onChange={({ currentTarget }) => setForce(currentTarget.checked)}
            />
            Unlink its contacts, if it has any
          </label>
        )}
      </Form>
    </Dialog>
  );
}
