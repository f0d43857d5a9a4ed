import type { DeadLetter, DeadLetterOutcome } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { client } from "../../api/client.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Form } from "../../parts/form.tsx";
import { useSettle } from "./use-settle.ts";

/** What can be done with a letter as it is. */
export function LetterActs({ letter }: { readonly letter: DeadLetter }) {
  const settle = useSettle();
  const [isDropping, setDropping] = useState(false);
  const replay = () =>
    settle(() => client.request<DeadLetterOutcome>(`${letter.url}/replay`, { method: "POST" }));
  return (
    <>
      {letter.canReplay && <Button onClick={replay}>Replay as it is</Button>}
      <Button kind="danger" onClick={() => setDropping(true)}>
        Drop
      </Button>
      {isDropping && <DropLetter letter={letter} onClose={() => setDropping(false)} />}
    </>
  );
}

function DropLetter(props: { readonly letter: DeadLetter; onClose(): void }) {
  const { letter, onClose } = props;
  const settle = useSettle();
  const drop = () => settle(() => client.request<DeadLetterOutcome>(letter.url, { method: "DELETE" }));
  return (
    <Dialog title="Drop this letter?" onClose={onClose}>
      <p>
        Its row stays rejected and says that you dropped it. What it gave is gone: it can't be replayed or
        retried any more.
      </p>
      <Form submit="Drop the letter" kind="danger" onSubmit={drop} onCancel={onClose}>
        {null}
      </Form>
    </Dialog>
  );
}
