import type { RecordFilter, SortOrder } from "@onefold/records";
import { z } from "zod";
import { ApiError } from "../errors/api-error.ts";
import type { AppContext } from "./app-env.ts";
import { queryChoice } from "./query.ts";

const SortBy = z.enum(["createdAt"]);
const Order = z.enum(["asc", "desc"]);

/** How a list is ordered. There is one index for it, which is walked from either end. */
export const ORDER_QUERY = {
  sortBy: SortBy.optional().meta({ description: "What else there is to sort by needs an index: nothing." }),
  sortOrder: Order.optional().meta({ description: "`desc`: the newest first. Not with a `search` alone." }),
};

/** @throws ApiError INVALID_REQUEST */
export function readOrder(c: AppContext, kind: RecordFilter["kind"]): SortOrder | undefined {
  const sortBy = queryChoice(c, "sortBy", SortBy.options);
  const order = queryChoice(c, "sortOrder", Order.options);
  if (kind === "search" && (sortBy !== undefined || order !== undefined))
    throw new ApiError(
      "INVALID_REQUEST",
      "sortBy and sortOrder can't be combined with search: what it finds comes in the order of what matches.",
    );
  // Of the two orders, the usual one makes no other list.
  return order === "desc" ? order : undefined;
}
