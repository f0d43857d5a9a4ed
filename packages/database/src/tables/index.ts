import type { ChangeTable } from "./changes.ts";
import type { DeletedFieldTable } from "./deleted-fields.ts";
import type { DifferentRecordsTable } from "./different-records.ts";
import type { ErasureTable } from "./erasures.ts";
import type { IdentifierTable } from "./identifiers.ts";
import type { IdentityRulesTable } from "./identity-rules.ts";
import type { IdempotencyKeyTable } from "./idempotency-keys.ts";
import type { JobCountTable, JobTable } from "./jobs.ts";
import type { MergeTable } from "./merges.ts";
import type { ProcessTable } from "./processes.ts";
import type { QueuePassedTable } from "./queue-passed.ts";
import type { ReceiptTable } from "./receipts.ts";
import type { CompanyTable, ContactTable } from "./records.ts";
import type { RetiredRecordTable } from "./retired-records.ts";
import type {
  ApiKeyTable,
  ConsoleSecretTable,
  FieldTable,
  RotatedSecretTable,
  SettingTable,
  TeamTable,
  UserTable,
} from "./team.ts";
import type { TombstoneTable } from "./tombstones.ts";
import type { UnsubscribedValueTable } from "./unsubscribed-values.ts";
import type { WebhookAttemptTable, WebhookMessageTable, WebhookTable } from "./webhooks.ts";

/** Every table, for Kysely. */
export interface Tables {
  teams: TeamTable;
  users: UserTable;
  api_keys: ApiKeyTable;
  rotated_secrets: RotatedSecretTable;
  console_secrets: ConsoleSecretTable;
  fields: FieldTable;
  settings: SettingTable;
  contacts: ContactTable;
  companies: CompanyTable;
  contact_identifiers: IdentifierTable;
  company_identifiers: IdentifierTable;
  receipts: ReceiptTable;
  changes: ChangeTable;
  jobs: JobTable;
  job_counts: JobCountTable;
  retired_records: RetiredRecordTable;
  merges: MergeTable;
  processes: ProcessTable;
  queue_passed: QueuePassedTable;
  tombstones: TombstoneTable;
  idempotency_keys: IdempotencyKeyTable;
  erasures: ErasureTable;
  deleted_fields: DeletedFieldTable;
  different_records: DifferentRecordsTable;
  identity_rules: IdentityRulesTable;
  unsubscribed_values: UnsubscribedValueTable;
  webhooks: WebhookTable;
  webhook_messages: WebhookMessageTable;
  webhook_attempts: WebhookAttemptTable;
}
