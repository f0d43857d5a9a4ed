import { z } from "zod";

/** The two kinds of record. Contacts and companies run through one engine. */
export const Entity = z.enum(["contact", "company"]);
export type Entity = z.infer<typeof Entity>;

/**
 * What an identifier is a name in: `email`, `linkedin` and `salesNav` for contacts,
 * `domain`, `linkedin` and `salesNav` for companies.
 */
export const IdentifierKind = z.enum(["email", "domain", "linkedin", "salesNav"]);
export type IdentifierKind = z.infer<typeof IdentifierKind>;

/** An identifier: a kind and its canonical value. It names at most one live record of a team. */
export const Identifier = z.object({ kind: IdentifierKind, value: z.string().min(1) });
export type Identifier = z.infer<typeof Identifier>;
