import { z } from "zod";
import { ENTITIES } from "./entities/index.ts";

/** The names that can find a record: of each entity its id, and its identifiers. */
const NAMES = Object.values(ENTITIES).flatMap(({ idField, identifiers }) => [
  idField,
  ...identifiers.map(({ field }) => field),
]);

/** The field that found a record. The document has the names as a closed list; they follow from the entities. */
export const MatchedBy = z.string().meta({
  id: "MatchedBy",
  description: "The field that found the record.",
  enum: [...new Set(NAMES)],
});
