import type { Write } from "../history/write.ts";
import type { Applied } from "./evidence.ts";

/** An upsert that was applied. */
export interface AppliedWrite extends Pick<Applied, "recordId" | "clock" | "refused"> {
  readonly write: Write;
}

export interface Merge {
  readonly clock: number;
  readonly survivorId: string;
  readonly secondaryIds: readonly string[];
  /** Asked for by an operation: the survivor's own values stand. Else by an upsert: the later ones do. */
  readonly isAskedFor: boolean;
  /** When a client had been answered that it is done, in milliseconds since 1970. It isn't known of each. */
  readonly answeredAt: number | undefined;
  /** The clock of its undo. */
  readonly undoneAt: number | undefined;
}
