import { ApiError } from "@onefold/client/source";
import { useEffect } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { Badge } from "../../parts/badge.tsx";
import { Empty } from "../../parts/empty.tsx";
import { PageHead } from "../../parts/panel.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Ago } from "../../parts/time.tsx";
import { ChainPanel } from "./chain-panel.tsx";
import { CompanyContacts } from "./company-contacts.tsx";
import { isContact, pageOf, titleOf, WORDS } from "./entities.ts";
import type { Entity, Shown } from "./entities.ts";
import { FieldsPanel } from "./fields-panel.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { IdentifiersPanel } from "./identifiers-panel.tsx";
import { JobsPanel } from "./jobs-panel.tsx";
import { MergesPanel } from "./merges-panel.tsx";
import { RecordActions } from "./record-actions.tsx";
import { useHistory, useRecord } from "./use-record.ts";
import "./records.css";

/** One record: what it has, where each part of it came from, and what can be done to it. */
export function RecordPage({ entity, name }: { readonly entity: Entity; readonly name: string }) {
  const { data: record, error } = useRecord(entity, name);
  const [, navigate] = useLocation();
  useEffect(() => {
    if (!record) return;
    document.title = `${titleOf(record)} · Onefold`;
    // One that was merged, or that is called by an e-mail, is found where it is now.
    if (record._id !== name) navigate(pageOf(record._id), { replace: true });
  }, [record?._id, record && titleOf(record)]);
  if (error && !(record && !isGone(error)))
    return isGone(error) ? <Gone entity={entity} /> : <Problem error={error} />;
  if (!record) return null;
  return <Loaded entity={entity} record={record} />;
}

function Loaded({ entity, record }: { readonly entity: Entity; readonly record: Shown }) {
  const history = useHistory(entity, record);
  const about = { entity, record, history };
  return (
    <div class="stack">
      <Link class="small" href={`/${WORDS[entity].many}`}>
        All {WORDS[entity].many}
      </Link>
      <PageHead
        title={titleOf(record)}
        lead={
          <span class="row">
            <code>{record._id}</code>
            <span>
              created <Ago at={record.createdAt} /> by {record.source}, changed <Ago at={record.updatedAt} />
            </span>
            {isContact(record) && record.unsubscribed && <Badge tone="warn">unsubscribed</Badge>}
          </span>
        }
      >
        <RecordActions entity={entity} record={record} />
      </PageHead>
      {history.error && !history.isRead && <Problem error={history.error} />}
      <div class="record">
        <div class="stack">
          <FieldsPanel {...about} />
          <HistoryPanel {...about} />
        </div>
        <div class="stack">
          <IdentifiersPanel {...about} />
          {isContact(record) ? <JobsPanel contact={record} /> : <CompanyContacts company={record} />}
          <MergesPanel {...about} />
          <ChainPanel {...about} />
        </div>
      </div>
    </div>
  );
}

function isGone(error: Error): boolean {
  return error instanceof ApiError && error.status === 404;
}

function Gone({ entity }: { readonly entity: Entity }) {
  const { one, many } = WORDS[entity];
  return (
    <Empty title={`There is no such ${one}`}>
      It was deleted, or never was. <Link href={`/${many}`}>Show all {many}</Link>
    </Empty>
  );
}
