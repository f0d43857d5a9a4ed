import type { CompanyRequest, ContactRequest, ErrorCode } from "@onefold/contract";
import type { EntityDefinition } from "@onefold/identity";

/** What tells the bodies of contacts and of companies apart. */
export interface BodyRules {
  readonly definition: EntityDefinition;
  /** "contacts" or "companies", for messages. */
  readonly plural: string;
  readonly request: typeof ContactRequest | typeof CompanyRequest;
  /** Rank of each field in the request: problems are reported in this order. */
  readonly order: ReadonlyMap<string, number>;
  /** The code of a problem with this field. */
  codeOf(field: string): ErrorCode;
  /** What a value that isn't such an identifier should have been. */
  readonly expected: Readonly<Record<string, string>>;
  /** Stored under their own names. */
  readonly fields: readonly string[];
  /** Those of them that can't be emptied. */
  readonly required: readonly string[];
}

/** The order of a request's keys, the body itself (`""`) standing right after `after`. */
export function orderOf(keys: readonly string[], after: string): ReadonlyMap<string, number> {
  const order = new Map<string, number>();
  for (const key of keys) {
    order.set(key, order.size);
    if (key === after) order.set("", order.size);
  }
  return order;
}
