import { z } from "zod";
import { ENTITY_NAMES, IDENTIFIER_KINDS } from "./entities/index.ts";

/** The kinds of record that `entities` declares. One engine runs all of them. */
export const Entity = z.enum(ENTITY_NAMES);
export type Entity = z.infer<typeof Entity>;

/** The kinds of identifier: `email`, `domain`, … One day a team's own kinds may stand beside these. */
export const IdentifierKind = z.enum(IDENTIFIER_KINDS);
export type IdentifierKind = z.infer<typeof IdentifierKind>;

/** An identifier: a kind and its canonical value. It names at most one live record of a team. */
export const Identifier = z.object({ kind: IdentifierKind, value: z.string().min(1) });
export type Identifier = z.infer<typeof Identifier>;
