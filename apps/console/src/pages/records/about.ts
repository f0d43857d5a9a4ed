import type { Entity, Shown } from "./entities.ts";
import type { useHistory } from "./use-record.ts";

/** What each part of a record's page is given. */
export interface About {
  readonly entity: Entity;
  readonly record: Shown;
  readonly history: ReturnType<typeof useHistory>;
}
