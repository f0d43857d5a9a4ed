import { useMay } from "../../api/session.ts";
import { PageHead } from "../../parts/panel.tsx";
import { Arrivals } from "./arrivals.tsx";
import { Batch } from "./batch.tsx";
import { Race } from "./race.tsx";
import { Single } from "./single.tsx";
import "./try-it.css";

/** Sends requests from the page, and shows what becomes of them: a newcomer's first minute. */
export default function TryIt() {
  const may = useMay();
  return (
    <div class="stack">
      <PageHead
        title="Try it"
        lead="Send something from here, and watch it arrive. The people are made up, at example.com; they are real contacts of your team all the same."
      />
      <div class="grid">
        <Race />
        {may("read") && <Arrivals />}
        <Single />
        {may("upload") && <Batch />}
      </div>
    </div>
  );
}
