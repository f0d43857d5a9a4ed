import { readChanges } from "@onefold/records";
import type { FeedPart, FeedRequest, RecordChange } from "@onefold/records";
import { ApiError } from "../errors/api-error.ts";
import { reading } from "../errors/reading.ts";
import type { AppContext } from "../request/app-env.ts";
import type { Services } from "../services.ts";

type Part = FeedPart<RecordChange> & { readonly kind: "part" };

const WHY = {
  restored:
    "The database was restored, or another server took over: what was told before may be undone. Read the records again, and start without a cursor.",
  expired:
    "What came after this cursor is past the retention. Read the records again, and start without a cursor.",
} as const;

/**
 * Reads what comes next in the team's feed.
 * @throws ApiError CURSOR_EXPIRED where it can't be followed from there
 */
export async function readFeed(
  c: AppContext,
  { reads }: Pick<Services, "reads">,
  request: Omit<FeedRequest, "teamId">,
): Promise<Part> {
  const { teamId } = c.get("key");
  const part = await reading(() =>
    reads.of(c, "changes").read((db) => readChanges(db, { ...request, teamId })),
  );
  if (part.kind === "gone") throw new ApiError("CURSOR_EXPIRED", WHY[part.why]);
  return part;
}
