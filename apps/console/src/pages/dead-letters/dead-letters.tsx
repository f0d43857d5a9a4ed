import type { ListedDeadLetter } from "@onefold/client/types";
import { Link } from "wouter-preact";
import { useMay } from "../../api/session.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageHead, Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Table } from "../../parts/table.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { usePages } from "../jobs/use-pages.ts";
import { causeOf, letterPage, LETTERS } from "./letters.ts";
import { ParkedChunks } from "./parked-chunks.tsx";

const PAGE_SIZE = 50;
const SEEN_AGAIN_MS = 5_000;

/** What was accepted and couldn't be applied. */
export default function DeadLetters() {
  const may = useMay();
  const { rows, isRead, error, more } = usePages<ListedDeadLetter>(
    LETTERS,
    { limit: PAGE_SIZE },
    () => SEEN_AGAIN_MS,
  );
  return (
    <div class="stack">
      <PageHead
        title="Dead letters"
        lead="What was accepted and couldn't be applied. Its job says so already: mend it, replay it as it is once what refused it is out of the way, or drop it."
      />
      {may("admin") && <ParkedChunks />}
      {error && !isRead && <Problem error={error} />}
      {isRead && rows.length === 0 && !more && <Nothing />}
      {rows.length > 0 && (
        <Panel title="Newest first" flush>
          <Table label="Dead letters" columns={COLUMNS} rows={rows} keyOf={({ url }) => url} />
        </Panel>
      )}
      {more && (
        <div class="row">
          <Button onClick={more}>Look further back</Button>
        </div>
      )}
    </div>
  );
}

const COLUMNS: readonly Column<ListedDeadLetter>[] = [
  { title: "Accepted", cell: ({ acceptedAt }) => <Ago at={acceptedAt} /> },
  { title: "Of", cell: ({ entity }) => entity ?? "unknown" },
  { title: "Cause", cell: (letter) => <Badge tone="bad">{causeOf(letter)}</Badge> },
  { title: "Tries", isNumber: true, cell: ({ tries }) => tries },
  {
    title: "Job",
    cell: ({ job, row }) => (
      <span>
        <Link href={`/jobs/${job.id}`}>{job.id}</Link> <span class="soft">row {row}</span>
      </span>
    ),
  },
  {
    title: "Open",
    cell: (letter) => (
      <Link href={letterPage(letter)}>
        Open
        <span class="sr-only">
          {" "}
          row {letter.row} of {letter.job.id}
        </span>
      </Link>
    ),
  },
];

function Nothing() {
  return (
    <Empty title="No dead letters" command="npx onefold dead-letters list">
      Everything that was accepted could be applied, or says in its job why it is wrong. The same list in a
      terminal:
    </Empty>
  );
}
