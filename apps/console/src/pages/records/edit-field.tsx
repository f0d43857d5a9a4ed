import type { Field } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { Dialog } from "../../parts/dialog.tsx";
import { Form, SelectField, TextField } from "../../parts/form.tsx";
import type { Value } from "./entities.ts";

const HINTS: Readonly<Partial<Record<Field["type"], string>>> = {
  date: "Such as 2026-11-02.",
  datetime: "With its offset, such as 2026-11-02T09:30:00Z.",
  phone: "Such as +33 1 23 45 67 89.",
};

/** Asks for a field's value, by its type. */
export function EditField(props: {
  readonly field: Field;
  readonly value: Value | undefined;
  onSave(value: Value): Promise<unknown>;
  onClose(): void;
}) {
  const { field, onClose } = props;
  const [text, setText] = useState(String(props.value ?? (field.type === "boolean" ? "true" : "")));
  const save = async () => {
    await props.onSave(valueOf(field.type, text));
    onClose();
  };
  return (
    <Dialog title={`Edit ${field.label}`} onClose={onClose}>
      <Form submit="Save" disabled={text.trim() === ""} onSubmit={save} onCancel={onClose}>
        {field.type === "boolean" ? (
          <SelectField label={field.label} value={text} options={YES_NO} onChange={setText} />
        ) : (
          <TextField
            label={field.label}
            {...(HINTS[field.type] !== undefined && { hint: HINTS[field.type] })}
            type={field.type === "number" ? "number" : "text"}
            value={text}
            onInput={setText}
          />
        )}
      </Form>
    </Dialog>
  );
}

const YES_NO = [
  ["true", "true"],
  ["false", "false"],
] as const satisfies readonly (readonly [string, string])[];

/** The API takes JSON's own types, and judges the rest. */
function valueOf(type: Field["type"], text: string): Value {
  if (type === "boolean") return text === "true";
  return type === "number" ? Number(text) : text;
}
