import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "./dialog.tsx";
import { Form, TextField } from "./form.tsx";

/** Asks whether what can't be taken back is meant: by typing its name, where that is given. */
export function Confirm(props: {
  readonly title: string;
  readonly submit: string;
  /** What is to be typed. */
  readonly name?: string;
  readonly children: ComponentChildren;
  onConfirm(): Promise<unknown>;
  onClose(): void;
}) {
  const { name, onClose } = props;
  const [typed, setTyped] = useState("");
  const confirm = async () => {
    await props.onConfirm();
    onClose();
  };
  return (
    <Dialog title={props.title} onClose={onClose}>
      <p>{props.children}</p>
      <Form
        submit={props.submit}
        kind="danger"
        disabled={name !== undefined && typed.trim() !== name}
        onSubmit={confirm}
        onCancel={onClose}
      >
        {name === undefined ? null : (
          <TextField label={`Type ${name} to confirm`} value={typed} onInput={setTyped} />
        )}
      </Form>
    </Dialog>
  );
}
