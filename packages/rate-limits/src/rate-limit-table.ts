/** Beside the queue's own tables, under a name that BullMQ won't take. */
export const TABLE = "onefold_rate_limits";

/** The queue's. */
export const schemaOf = (namespace: string): string => `${namespace}_queue`;
