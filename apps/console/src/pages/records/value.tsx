import type { HistoryEntry } from "@onefold/client/types";
import { Link } from "wouter-preact";
import { Ago } from "../../parts/time.tsx";
import { whoDid } from "./entities.ts";

/** A field's value, or that there is none. A link opens its page, which learns nothing of this one. */
export function ShownValue({
  value,
}: {
  readonly value: string | number | boolean | readonly string[] | undefined;
}) {
  if (value === undefined) return <span class="soft">empty</span>;
  if (typeof value === "string" && /^https?:\/\//.test(value))
    return (
      <a class="value" href={value} target="_blank" rel="noreferrer">
        {value}
      </a>
    );
  return <span class="value">{Array.isArray(value) ? value.join(", ") : String(value)}</span>;
}

/** When it was, who did it, and by which job. */
export function Trace({ entry }: { readonly entry: HistoryEntry }) {
  return (
    <span class="trace">
      <Ago at={entry.at} /> <span class="soft">by {whoDid(entry)},</span>{" "}
      <Link href={`/jobs/${entry.job.id}`}>job</Link>
      {entry.row > 0 && <span class="soft">, row {entry.row}</span>}
    </span>
  );
}
