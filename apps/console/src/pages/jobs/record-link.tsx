import type { Job } from "@onefold/client/types";
import { Link } from "wouter-preact";
import { useMay } from "../../api/session.ts";
import { pageOf } from "../records/entities.ts";

/** Leads to the record that a row reached. A dry run reached none: its ids are nobody's. */
export function RecordLink({ job, id }: { readonly job: Job; readonly id: string }) {
  const may = useMay();
  if (job.options?.dryRun || !may("read")) return <code>{id}</code>;
  return (
    <Link href={pageOf(id)}>
      <code>{id}</code>
    </Link>
  );
}
