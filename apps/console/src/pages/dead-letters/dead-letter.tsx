import type { DeadLetter } from "@onefold/client/types";
import { ApiError } from "@onefold/client/source";
import { useQuery } from "@tanstack/preact-query";
import { Link } from "wouter-preact";
import { client } from "../../api/client.ts";
import { useMay } from "../../api/session.ts";
import type { PageProps } from "../../pages.ts";
import { Empty } from "../../parts/empty.tsx";
import { PageHead, Panel } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Ago } from "../../parts/time.tsx";
import { Facts } from "../jobs/facts.tsx";
import { LetterActs } from "./letter-acts.tsx";
import { causeOf, givenOf, LETTERS } from "./letters.ts";
import { MendLetter } from "./mend-letter.tsx";
import "./dead-letters.css";

/** One dead letter: its cause, what it gave, and what can be done about it. */
export default function DeadLetterPage({ params }: PageProps) {
  const { job = "", row = "" } = params;
  const url = `${LETTERS}/${encodeURIComponent(job)}/${encodeURIComponent(row)}`;
  const may = useMay();
  const { data: letter, error } = useQuery({
    queryKey: [LETTERS, job, row],
    queryFn: ({ signal }) => client.request<DeadLetter>(url, { signal }),
    retry: false,
  });
  // What was read before it went is nobody's to see any more.
  if (error instanceof ApiError && error.status === 404)
    return (
      <Empty title="It is no dead letter any more">
        It was replayed, dropped or erased. <Link href={`/jobs/${job}`}>Its job</Link> says what became of it,
        and the others are <Link href="/dead-letters">here</Link>.
      </Empty>
    );
  return (
    <div class="stack">
      <Link class="small" href="/dead-letters">
        All dead letters
      </Link>
      <PageHead title="Dead letter" lead={letter?.message}>
        {letter && may("admin") && <LetterActs letter={letter} />}
      </PageHead>
      {error && !letter && <Problem error={error} />}
      {letter && <About letter={letter} />}
      {letter && (may("admin") ? <MendLetter key={url} letter={letter} /> : <Given letter={letter} />)}
    </div>
  );
}

function About({ letter }: { readonly letter: DeadLetter }) {
  const { job, row, entity, acceptedAt, rejectedAt, triedAt, tries, keyId, cause } = letter;
  return (
    <Panel title="What keeps it from being applied">
      <Facts
        facts={[
          ["Cause", causeOf(letter)],
          ["SQLSTATE", cause?.sqlState],
          ["Entity", entity ?? "can't be told"],
          ["Job", <Link href={`/jobs/${job.id}`}>{job.id}</Link>],
          ["Row", row],
          ["API key", keyId],
          ["Accepted", <Ago at={acceptedAt} />],
          ["Rejected", <Ago at={rejectedAt} />],
          ["Tries", tries],
          ["Last tried", triedAt !== undefined ? <Ago at={triedAt} /> : undefined],
        ]}
      />
    </Panel>
  );
}

/** What it gave, for a key that only reads. */
function Given({ letter }: { readonly letter: DeadLetter }) {
  return (
    <Panel title="What it gave">
      <pre class="given" tabIndex={0}>
        {givenOf(letter)}
      </pre>
    </Panel>
  );
}
