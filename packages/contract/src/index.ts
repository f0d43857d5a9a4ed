export { Cluster, ProcessReport } from "./cluster.ts";
export type { ClusterProcess, ClusterReplica, ClusterShard, LaneState, SecondOfWork } from "./cluster.ts";
export { ChangeEntity, ChangeEvent, ChangeEventName, ChangeFeed } from "./change-event.ts";
export { Entity, Identifier, IdentifierKind } from "./entity.ts";
export {
  ERROR_MEANINGS,
  ErrorCode,
  REJECTION_MEANINGS,
  RejectionReason,
  WARNING_MEANINGS,
  WarningCode,
} from "./codes.ts";
export type { ErrorMeaning } from "./codes.ts";
export { Clock, CompanyLink, FieldValue, ItemRef, OnConflict, RefusedValue, Upsert } from "./item.ts";
export type { Item } from "./item.ts";
export {
  Applied,
  Change,
  Erased,
  ErrorDetail,
  FieldRejection,
  RecordAction,
  RecordSnapshot,
  SnapshotJob,
  DeadLetterCause,
  InputDropped,
  Letter,
  MergeUndone,
  RAW,
  Rejected,
  StoredResult,
  Warning,
} from "./receipt.ts";
export type { ItemResult } from "./receipt.ts";
export {
  CHUNK_MAX_BYTES,
  CHUNK_MAX_ITEMS,
  ChunkBodies,
  ChunkEnvelope,
  MendedChunk,
  NamedRuns,
} from "./chunk.ts";
export type { NamedRun } from "./chunk.ts";
export {
  ADDITIONAL_EMAILS_MAX,
  BODY_MAX_BYTES,
  SUSPICIOUS_AFTER,
  SUSPICIOUS_AFTER_MAX,
  COLUMNS_MAX,
  EMAIL_MAX,
  FIELD_NAME_MAX,
  IDEMPOTENCY_KEY_MAX,
  IDENTITY_PATTERN_MAX,
  IDENTITY_PATTERNS_MAX,
  JOBS_MAX,
  MERGE_SECONDARIES_MAX,
  NAME_MAX,
  ROW_MAX_BYTES,
  TEXT_MAX,
  WAIT_MAX_SECONDS,
  WEBHOOK_FIELDS_MAX,
  WEBHOOK_URL_MAX,
  WEBHOOKS_MAX,
} from "./limits.ts";
export {
  CompanyId,
  ContactId,
  JobId,
  JobLink,
  KeyId,
  TeamId,
  Timestamp,
  UserId,
  WebhookId,
} from "./wire-parts.ts";
export { ErrorBody } from "./error-body.ts";
export { ENTITIES, forEachEntity } from "./entities/index.ts";
export { typed } from "./entities/typed.ts";
export { defineEntity } from "./entities/define-entity.ts";
export type { DeclaredEntity, EntityLink, NameColumn, Named } from "./entities/define-entity.ts";
export type { AliasesPart, IdentifierPart, KindsOf, Part } from "./entities/parts.ts";
export { CompanyRequest, ContactRequest, requestOf, REQUESTS } from "./requests.ts";
export type { ShownIdentifier } from "./record-parts.ts";
export { Contact, ContactJob, UpsertContactAnswer } from "./contact.ts";
export { Company, UpsertCompanyAnswer } from "./company.ts";
export {
  DifferentCompaniesAnswer,
  DifferentCompaniesRequest,
  DifferentContactsAnswer,
  DifferentContactsRequest,
} from "./different.ts";
export {
  MergeCompaniesAnswer,
  MergeCompaniesRequest,
  MergeContactsAnswer,
  MergeContactsRequest,
  UndoCompaniesMergeAnswer,
  UndoContactsMergeAnswer,
} from "./merge.ts";
export type { MergeRequestBody } from "./merge.ts";
export { CompanyList, CompanySelection, ContactList } from "./list.ts";
export { Clash, Conflict, ConflictList, ConflictReason } from "./conflict.ts";
export { DeadLetter, DeadLetterList, DeadLetterOutcome, ListedDeadLetter } from "./dead-letter.ts";
export { History, HistoryEntry } from "./history.ts";
export { CampaignList, EmptyList } from "./campaigns.ts";
export { DeleteCompanyAnswer, DeleteContactAnswer } from "./deleted.ts";
export { ContactEmailAnswer } from "./contact-email.ts";
export {
  Subscription,
  SubscriptionUpdated,
  UNSUBSCRIBE_VALUES_MAX,
  UnsubscribedEmail,
  UnsubscribedVariable,
  UnsubscribeVariablesAnswer,
  UnsubscribeVariablesRequest,
  VariableSubscribed,
} from "./subscription.ts";
export {
  AskedFieldSource,
  CreateFieldAnswer,
  CreateFieldRequest,
  DeleteFieldAnswer,
  Field,
  FieldName,
  FieldsAnswer,
  FieldType,
} from "./field.ts";
export { DATE_ORDERS, DECIMALS, UploadOptions, UploadStatus } from "./upload.ts";
export type { DateOrder, Decimal } from "./upload.ts";
export { BatchAcceptedAnswer, CsvReading } from "./upload-accepted.ts";
export { UploadPreview } from "./upload-preview.ts";
export { AcceptedAnswer, Job, JobCounts, JobCsv, JobList, JobStatus } from "./job.ts";
export { JobResult, JobResults } from "./job-results.ts";
export { isOfValue, JobNote, JobRejection, NOTE_MEANINGS, NoteCode, notesIn } from "./note.ts";
export { IdentityRules, IdentityRulesAnswer } from "./identity-rules.ts";
export { PatchTeamAnswer, PatchTeamRequest, Team } from "./team.ts";
export { CreateMemberRequest, Member, MemberAnswer, MemberRole, PatchMemberRequest, User } from "./member.ts";
export {
  ApiKey,
  CreateKeyAnswer,
  CreateKeyRequest,
  KeyAnswer,
  KeysAnswer,
  PatchKeyRequest,
  RateLimit,
  RevokeKeyAnswer,
  RotateKeyRequest,
} from "./api-key.ts";
export { ConsoleLinkAnswer, ConsoleSessionAnswer, ConsoleSignOutAnswer } from "./console.ts";
export { Scope } from "./scope.ts";
export { Liveness, Readiness } from "./health.ts";
export type { Problem } from "./health.ts";
export {
  CreateWebhookRequest,
  PatchWebhookRequest,
  Webhook,
  WebhookAttempt,
  WebhookMessage,
} from "./webhook.ts";
export {
  DeleteWebhookAnswer,
  ReplayWebhookRequest,
  WebhookAnswer,
  WebhookAttemptAnswer,
  WebhookAttemptList,
  WebhookQueuedAnswer,
  WebhookSecretAnswer,
  WebhooksAnswer,
} from "./webhook-answers.ts";
export { CreateHookRequest, Hook, HookList } from "./hook.ts";
export { HookType } from "./hook-type.ts";
export { WebhookDisabledReason } from "./webhook-disabled-reason.ts";
