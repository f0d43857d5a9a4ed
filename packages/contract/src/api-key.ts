import { z } from "zod";
import { Scope } from "./scope.ts";
import { KeyId, Name, Timestamp, UserId } from "./wire-parts.ts";

/** A key's own limit, instead of the deployment's. */
export const RateLimit = z
  .strictObject({ requests: z.int().min(1).max(1_000_000), seconds: z.int().min(1).max(86_400) })
  .meta({ id: "RateLimit", example: { requests: 20, seconds: 2 } });
export type RateLimit = z.infer<typeof RateLimit>;

/** What is shown of an API key: never the key itself, but its first characters. */
export const ApiKey = z
  .object({
    _id: KeyId,
    prefix: z.string(),
    name: z.string(),
    scopes: z.array(Scope),
    /** Absent where the deployment's own limit holds. */
    rateLimit: RateLimit.optional(),
    /** Its requests act as this member. */
    userId: UserId,
    createdAt: Timestamp,
    revokedAt: Timestamp.optional(),
    rotatedAt: Timestamp.optional().meta({ description: "When its secret was replaced the last time." }),
    previousUntil: Timestamp.optional().meta({ description: "Until when a secret of before works." }),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;

/** `GET /api/keys`: oldest first, revoked ones too. */
export const KeysAnswer = z
  .object({ success: z.literal(true), data: z.array(ApiKey) })
  .meta({ id: "KeysAnswer" });
export type KeysAnswer = z.infer<typeof KeysAnswer>;

/** `POST /api/keys`. */
export const CreateKeyRequest = z
  .strictObject({
    name: Name,
    /** The member that it acts as; by default that of the key that asks. */
    userId: UserId.optional(),
    /** What it may do, and no more: nothing is assumed. */
    scopes: z.array(Scope).min(1).max(10),
    rateLimit: RateLimit.optional(),
  })
  .meta({
    id: "CreateKeyRequest",
    example: { name: "website form", scopes: ["ingest"], rateLimit: { requests: 20, seconds: 2 } },
  });
export type CreateKeyRequest = z.infer<typeof CreateKeyRequest>;

export const CreateKeyAnswer = z
  .object({
    success: z.literal(true),
    /** `key` is the key itself, shown this once. */
    data: ApiKey.extend({ key: z.string() }),
  })
  .meta({ id: "CreateKeyAnswer" });
export type CreateKeyAnswer = z.infer<typeof CreateKeyAnswer>;

/** `POST /api/keys/{id}/rotate`; the answer is that of a key that is made. */
export const RotateKeyRequest = z
  .strictObject({ overlapHours: z.int().min(0).max(168).optional() })
  .meta({ id: "RotateKeyRequest", example: { overlapHours: 24 } });
export type RotateKeyRequest = z.infer<typeof RotateKeyRequest>;

/** `DELETE /api/keys/{id}`: the key with its `revokedAt`, the same however often it is asked. */
export const RevokeKeyAnswer = z
  .object({ success: z.literal(true), data: ApiKey })
  .meta({ id: "RevokeKeyAnswer" });
export type RevokeKeyAnswer = z.infer<typeof RevokeKeyAnswer>;
