import { useState } from "preact/hooks";
import { Button } from "./button.tsx";
import "./command.css";

/** A command to paste into a terminal. */
export function Command({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <div class="command">
      <pre>{text}</pre>
      {/* Pages without TLS have no clipboard: the text can be marked. */}
      {"clipboard" in navigator && (
        <Button kind="quiet" onClick={copy}>
          {isCopied ? "Copied" : "Copy"}
        </Button>
      )}
    </div>
  );
}
