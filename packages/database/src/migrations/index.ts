import * as initial from "./2026-11-23-initial.ts";
import * as surface from "./2026-11-23-surface.ts";
import * as batches from "./2026-11-24-batches.ts";
import * as erasure from "./2026-11-25-erasure.ts";
import * as keys from "./2026-11-25-keys.ts";
import * as lostRows from "./2026-11-25-lost-rows.ts";
import * as mergeOrder from "./2026-11-25-merge-order.ts";
import * as receiptDays from "./2026-11-25-receipt-days.ts";
import * as repeatableOperations from "./2026-11-25-repeatable-operations.ts";
import * as tombstoneHistory from "./2026-11-25-tombstone-history.ts";
import * as uploadColumns from "./2026-11-25-upload-columns.ts";
import * as deletedFields from "./2026-11-26-deleted-fields.ts";
import * as differentRecords from "./2026-11-26-different-records.ts";
import * as identityRules from "./2026-11-26-identity-rules.ts";
import * as processes from "./2026-11-26-processes.ts";
import * as rowNotes from "./2026-11-26-row-notes.ts";
import * as singleJobs from "./2026-11-26-single-jobs.ts";
import * as uploadDelimiter from "./2026-11-26-upload-delimiter.ts";
import * as watermark from "./2026-11-26-watermark.ts";
import * as firstClocks from "./2026-11-27-first-clocks.ts";
import * as sharedStamps from "./2026-11-27-shared-stamps.ts";
import * as detachedDays from "./2026-11-28-detached-days.ts";
import * as processReports from "./2026-11-28-process-reports.ts";
import * as replicaBeats from "./2026-11-28-replica-beats.ts";
import * as changes from "./2026-11-28-team-changes.ts";
import * as unsubscribedValues from "./2026-11-28-unsubscribed-values.ts";
import * as webhooks from "./2026-11-28-webhooks.ts";
import * as consoleSecrets from "./2026-11-29-console-secrets.ts";
import * as uploadCharset from "./2026-11-29-upload-charset.ts";
import * as clashIndex from "./2026-11-30-clash-index.ts";
import * as keyUses from "./2026-11-30-key-uses.ts";
import * as deadLetterIndex from "./2026-12-01-dead-letter-index.ts";
import * as receiptsOfParts from "./2026-12-02-receipts-of-parts.ts";
import * as webhookMessageIndexes from "./2026-12-03-webhook-message-indexes.ts";
import type { Migration } from "kysely/migration";

/** Every migration in the order of their names, listed by hand. One that was released is never edited. */
export const migrations: Record<string, Migration> = {
  "2026-11-23-initial": initial,
  "2026-11-23-surface": surface,
  "2026-11-24-batches": batches,
  "2026-11-25-erasure": erasure,
  "2026-11-25-keys": keys,
  "2026-11-25-lost-rows": lostRows,
  "2026-11-25-merge-order": mergeOrder,
  "2026-11-25-receipt-days": receiptDays,
  "2026-11-25-repeatable-operations": repeatableOperations,
  "2026-11-25-tombstone-history": tombstoneHistory,
  "2026-11-25-upload-columns": uploadColumns,
  "2026-11-26-deleted-fields": deletedFields,
  "2026-11-26-different-records": differentRecords,
  "2026-11-26-identity-rules": identityRules,
  "2026-11-26-processes": processes,
  "2026-11-26-row-notes": rowNotes,
  "2026-11-26-single-jobs": singleJobs,
  "2026-11-26-upload-delimiter": uploadDelimiter,
  "2026-11-26-watermark": watermark,
  "2026-11-27-first-clocks": firstClocks,
  "2026-11-27-shared-stamps": sharedStamps,
  "2026-11-28-detached-days": detachedDays,
  "2026-11-28-process-reports": processReports,
  "2026-11-28-replica-beats": replicaBeats,
  "2026-11-28-team-changes": changes,
  "2026-11-28-unsubscribed-values": unsubscribedValues,
  "2026-11-28-webhooks": webhooks,
  "2026-11-29-console-secrets": consoleSecrets,
  "2026-11-29-upload-charset": uploadCharset,
  "2026-11-30-clash-index": clashIndex,
  "2026-11-30-key-uses": keyUses,
  "2026-12-01-dead-letter-index": deadLetterIndex,
  "2026-12-02-receipts-of-parts": receiptsOfParts,
  "2026-12-03-webhook-message-indexes": webhookMessageIndexes,
};
