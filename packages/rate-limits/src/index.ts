export { createRateLimits } from "./create-rate-limits.ts";
export type { RateLimit, RateLimits, RateLimitsOptions, TakenRequest } from "./create-rate-limits.ts";
export { prepareRateLimits } from "./prepare-rate-limits.ts";
