export { createClient } from "./create-client.ts";
export type { Client, RequestOptions } from "./create-client.ts";
export {
  ApiError,
  ConnectionError,
  CursorExpiredError,
  OnefoldError,
  TimeoutError,
  WebhookVerificationError,
} from "./errors.ts";
export { webhooks } from "./webhooks.ts";
export type { VerifiedWebhook, VerifyOptions } from "./webhooks.ts";
export type { CallOptions, ClientOptions, Retry, WriteOptions } from "./options.ts";
export type { ChangePage, FollowedChanges, FollowOptions } from "./changes.ts";
export type { WaitOptions } from "./jobs.ts";
export type { ImportFormat } from "./records/import-rows.ts";
export type { ImportSource } from "./records/import-source.ts";
export type { UpsertManyOptions } from "./upsert-many/upsert-many.ts";
export type { UpsertResult } from "./upsert-many/upsert-result.ts";
export type {
  AcceptedAnswer,
  BatchAcceptedAnswer,
  Change,
  ChangeEvent,
  Company,
  CompanyRequest,
  Contact,
  ContactRequest,
  ErrorBody,
  ErrorCode,
  ErrorDetail,
  FieldRejection,
  Job,
  JobCounts,
  JobResult,
  JobStatus,
  MergeCompaniesAnswer,
  MergeContactsAnswer,
  UpsertCompanyAnswer,
  UpsertContactAnswer,
  Warning,
  WarningCode,
} from "./generated/openapi.ts";
