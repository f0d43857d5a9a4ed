import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Button } from "./button.tsx";
import { Problem } from "./problem.tsx";
import "./form.css";

/** A field with its label. */
export function TextField(props: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly type?: "text" | "email" | "password" | "number" | "search" | "url" | "datetime-local";
  readonly required?: boolean;
  readonly autoComplete?: string;
  onInput(value: string): void;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        class="input"
        type={props.type ?? "text"}
        value={props.value}
        required={props.required ?? false}
        autoComplete={props.autoComplete ?? "off"}
        spellcheck={false}
        onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
      />
      {props.hint !== undefined && <span class="small soft">{props.hint}</span>}
    </label>
  );
}

/** A field of several lines, with its label. */
export function TextAreaField(props: {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  onInput(value: string): void;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <textarea
        class="input"
        rows={6}
        value={props.value}
        spellcheck={false}
        onInput={({ currentTarget }) => props.onInput(currentTarget.value)}
      />
      <span class="small soft">{props.hint}</span>
    </label>
  );
}

/** A choice among few, with its label. */
export function SelectField<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, name: string])[];
  onChange(value: Value): void;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select
        class="input"
        value={props.value}
        onChange={({ currentTarget }) => {
          const chosen = props.options.find(([value]) => value === currentTarget.value);
          if (chosen) props.onChange(chosen[0]);
        }}
      >
        {props.options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Fields and a button. What is refused is shown below them, and the fields stay as they are. */
export function Form(props: {
  readonly children: ComponentChildren;
  readonly submit: string;
  /** `danger` for what can't be taken back. */
  readonly kind?: "main" | "danger";
  readonly disabled?: boolean;
  onSubmit(): Promise<unknown>;
  /** Where it is given, there is a button that leaves everything as it is. */
  onCancel?(): void;
}) {
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await props.onSubmit();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) void submit();
      }}
    >
      {props.children}
      {error !== undefined && <Problem error={error} />}
      <div class="row">
        <Button kind={props.kind ?? "main"} type="submit" disabled={isBusy || props.disabled === true}>
          {props.submit}
        </Button>
        {props.onCancel && (
          <Button kind="quiet" onClick={props.onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}
