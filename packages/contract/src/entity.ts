import { z } from "zod";
import { ENTITY_NAMES, IDENTIFIER_KINDS } from "./entities/index.ts";

/** The kinds of record, as `entities` declares them. All of them run through one engine. */
export const Entity = z.enum(ENTITY_NAMES);
export type Entity = z.infer<typeof Entity>;

/** What an identifier is a name in: `email`, `domain`, … A team's own kinds would stand beside these one day. */
export const IdentifierKind = z.enum(IDENTIFIER_KINDS);
export type IdentifierKind = z.infer<typeof IdentifierKind>;

/** An identifier: a kind and its canonical value. It names at most one live record of a team. */
export const Identifier = z.object({ kind: IdentifierKind, value: z.string().min(1) });
export type Identifier = z.infer<typeof Identifier>;
