import type { DeadLetter, DeadLetterOutcome } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { TextAreaField, Form, SelectField } from "../../parts/form.tsx";
import { Panel } from "../../parts/panel.tsx";
import { givenOf } from "./letters.ts";
import { useSettle } from "./use-settle.ts";

/** Gives a letter another body. What is typed stays while the letter is read again. */
export function MendLetter({ letter }: { readonly letter: DeadLetter }) {
  const settle = useSettle();
  const [text, setText] = useState(() => givenOf(letter));
  const [entity, setEntity] = useState("contact");
  const mend = () =>
    settle(() =>
      client.request<DeadLetterOutcome>(letter.url, {
        method: "PUT",
        body: bodyOf(text),
        ...(letter.entity === undefined && { query: { entity } }),
      }),
    );
  return (
    <Panel title="What it gave">
      <Form submit="Replay with this body" disabled={text.trim() === ""} onSubmit={mend}>
        {letter.entity === undefined && (
          <SelectField
            label="What it is about"
            value={entity}
            options={[
              ["contact", "A contact"],
              ["company", "A company"],
            ]}
            onChange={setEntity}
          />
        )}
        <TextAreaField
          label="Body"
          hint="As a POST takes it, in JSON. It is applied under the letter's own clock: what was written since stands."
          value={text}
          onInput={setText}
        />
      </Form>
    </Panel>
  );
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`It is no JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
