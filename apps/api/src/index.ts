export { readConfig } from "./config.ts";
export type { Config } from "./config.ts";
export { startApi } from "./start-api.ts";
export type { RunningApi, StartOptions } from "./start-api.ts";
export { RESERVED_NAMES } from "./standard-fields.ts";
