import { useState } from "preact/hooks";
import { Command } from "../../parts/command.tsx";
import "./import.css";

/** Takes a file that is dropped or chosen. */
export function FileDrop({ onFile }: { onFile(file: File): void }) {
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  return (
    <>
      <div
        class={isOver ? "drop drop-over" : "drop"}
        onDragOver={(event) => (event.preventDefault(), setOver(true))}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <h2>Drop a file here</h2>
        <p class="soft">
          A CSV as any CRM writes it, whatever its charset, delimiter and columns; also NDJSON and JSON, and
          packed by gzip. Nothing is written before you have seen what would come of it.
        </p>
        <label class="row">
          <span class="sr-only">Or choose a file</span>
          <input
            type="file"
            accept=".csv,.tsv,.txt,.ndjson,.jsonl,.json,.gz"
            onChange={({ currentTarget }) => take(currentTarget.files)}
          />
        </label>
      </div>
      <div class="stack">
        <p class="soft">The same in a terminal:</p>
        <Command text="npx onefold import people.csv --dry-run" />
      </div>
    </>
  );
}
