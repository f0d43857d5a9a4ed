import { Link } from "wouter-preact";
import { Badge } from "../../parts/badge.tsx";
import type { Column } from "../../parts/table.tsx";
import { Ago } from "../../parts/time.tsx";
import { isContact, pageOf, titleOf } from "./entities.ts";
import type { Entity, Shown } from "./entities.ts";

/** What a list shows of each record. */
export const COLUMNS: Readonly<Record<Entity, readonly Column<Shown>[]>> = {
  contact: [
    { title: "Contact", cell: nameOf },
    { title: "E-mail", cell: (record) => (isContact(record) ? (record.email ?? "–") : "–") },
    fieldColumn("Job title", "jobTitle"),
    { title: "Company", cell: companyOf },
    { title: "Changed", cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
  ],
  company: [
    { title: "Company", cell: nameOf },
    { title: "Domain", cell: (record) => (isContact(record) ? "–" : (record.domain ?? "–")) },
    fieldColumn("Industry", "industry"),
    fieldColumn("Location", "location"),
    { title: "Changed", cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
  ],
};

function fieldColumn(title: string, field: string): Column<Shown> {
  return { title, cell: ({ fields }) => <span class="value">{fields[field] ?? "–"}</span> };
}

function nameOf(record: Shown) {
  return (
    <span class="row">
      <Link class="value" href={pageOf(record._id)}>
        {titleOf(record)}
      </Link>
      {isContact(record) && record.unsubscribed && <Badge tone="warn">unsubscribed</Badge>}
    </span>
  );
}

function companyOf(record: Shown) {
  const current = isContact(record) ? record.jobs.find((job) => job.current) : undefined;
  if (!current) return "–";
  return (
    <Link class="value" href={pageOf(current.companyId)}>
      {current.companyName ?? current.companyId}
    </Link>
  );
}
