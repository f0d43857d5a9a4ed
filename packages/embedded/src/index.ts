export { startEmbeddedPostgres } from "./start-embedded-postgres.ts";
export type { EmbeddedPostgres, EmbeddedPostgresOptions } from "./start-embedded-postgres.ts";
export { EmbeddedPostgresError } from "./errors.ts";
export type { EmbeddedPostgresErrorCode } from "./errors.ts";
export { lockFolder } from "./lock-folder.ts";
export type { FolderLock } from "./lock-folder.ts";
export { findFreePort } from "./find-free-port.ts";
export { stopOrphan } from "./stop-orphan.ts";
