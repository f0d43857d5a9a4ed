import type { Webhook } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { Checks } from "../../parts/checks.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Form, SelectField, TextField } from "../../parts/form.tsx";
import { chosenOf, EVENTS, NAMES } from "./filters-of.ts";
import type { Chosen } from "./filters-of.ts";

const ENTITIES = [
  ["any", "Contacts and companies"],
  ["contact", "Contacts"],
  ["company", "Companies"],
] as const satisfies readonly (readonly [Chosen["entity"], string])[];

/** Asks where to send what. Of a hook of lemlist's its type says what it is told of. */
export function WebhookForm(props: {
  readonly title: string;
  readonly submit: string;
  /** The one that is changed. */
  readonly webhook?: Webhook;
  onSubmit(chosen: Chosen): Promise<unknown>;
  onClose(): void;
}) {
  const { webhook, onClose } = props;
  const [chosen, setChosen] = useState(() => chosenOf(webhook));
  const set = (some: Partial<Chosen>) => setChosen((before) => ({ ...before, ...some }));
  return (
    <Dialog title={props.title} onClose={onClose}>
      <Form submit={props.submit} onSubmit={() => props.onSubmit(chosen)} onCancel={onClose}>
        <TextField
          label="URL"
          type="url"
          required
          value={chosen.url}
          hint="Such as https://hooks.example.com/onefold. It answers with 2xx, within some seconds."
          onInput={(url) => set({ url })}
        />
        {!webhook?.hook && (
          <>
            <SelectField
              label="Of"
              value={chosen.entity}
              options={ENTITIES}
              onChange={(entity) => set({ entity })}
            />
            <Checks
              label="It is told when"
              options={NAMES.map((name) => [name, EVENTS[name]] as const)}
              chosen={chosen.events}
              onChange={(events) => set({ events })}
            />
            <TextField
              label="Of updates, only of these fields"
              value={chosen.fields}
              hint="Names with commas between them, such as jobTitle, phone. Empty: all."
              onInput={(fields) => set({ fields })}
            />
          </>
        )}
        <TextField
          label="Description"
          value={chosen.description}
          hint="For people."
          onInput={(description) => set({ description })}
        />
      </Form>
    </Dialog>
  );
}
