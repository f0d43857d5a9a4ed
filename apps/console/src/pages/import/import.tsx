import { useState } from "preact/hooks";
import { PageHead } from "../../parts/panel.tsx";
import { FileDrop } from "./file-drop.tsx";
import { ImportFile } from "./import-file.tsx";

/** Brings a file in: how it is read, what would come of it, and then the import itself. */
export default function Import() {
  const [chosen, setChosen] = useState<{ readonly file: File; readonly count: number }>();
  return (
    <div class="stack">
      <PageHead
        title="Import"
        lead="A file of contacts or companies: look at how it is read, try it, then import it."
      />
      {chosen ? (
        <ImportFile key={chosen.count} file={chosen.file} onAnother={() => setChosen(undefined)} />
      ) : (
        <FileDrop onFile={(file) => setChosen({ file, count: Date.now() })} />
      )}
    </div>
  );
}
