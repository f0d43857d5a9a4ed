import { z } from "zod";
import { Scope } from "./scope.ts";
import { KeyId, Name, Timestamp, UserId } from "./wire-parts.ts";

/** A key's own limit. It holds instead of the deployment's. */
export const RateLimit = z
  .strictObject({ requests: z.int().min(1).max(1_000_000), seconds: z.int().min(1).max(86_400) })
  .meta({ id: "RateLimit", example: { requests: 20, seconds: 2 } });
export type RateLimit = z.infer<typeof RateLimit>;

/** What is shown of an API key: its first characters, but never the key itself. */
export const ApiKey = z
  .object({
    _id: KeyId,
    prefix: z.string(),
    name: z.string(),
    scopes: z.array(Scope),
    /** Absent if the deployment's own limit holds. */
    rateLimit: RateLimit.optional(),
    /** The key's requests act as this member. */
    userId: UserId,
    createdAt: Timestamp,
    revokedAt: Timestamp.optional(),
    rotatedAt: Timestamp.optional().meta({ description: "When its secret was replaced the last time." }),
    previousUntil: Timestamp.optional().meta({ description: "Until when a secret of before works." }),
    lastUsedAt: Timestamp.optional().meta({
      description:
        "When a request had the key, to a minute. What its sessions of the console ask counts too.",
    }),
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;

/** The answer to `GET /api/keys`: the oldest first, revoked ones too. */
export const KeysAnswer = z
  .object({
    success: z.literal(true),
    data: z.array(ApiKey),
    defaultRateLimit: RateLimit.optional().meta({
      description: "The deployment's limit, for each key without one of its own. Absent where it has none.",
    }),
  })
  .meta({ id: "KeysAnswer" });
export type KeysAnswer = z.infer<typeof KeysAnswer>;

/** The body of `POST /api/keys`. */
export const CreateKeyRequest = z
  .strictObject({
    name: Name,
    /** The member that the key acts as. The default is the member of the key that asks. */
    userId: UserId.optional(),
    /** What the key may do, and no more. There is no default. */
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
    /** `key` is the key itself. It is shown only this once. */
    data: ApiKey.extend({ key: z.string() }),
  })
  .meta({ id: "CreateKeyAnswer" });
export type CreateKeyAnswer = z.infer<typeof CreateKeyAnswer>;

/** The body of `PATCH /api/keys/{id}`: what is absent stays, `null` takes the key's own limit away. */
export const PatchKeyRequest = z
  .strictObject({ name: Name.optional(), rateLimit: RateLimit.nullish() })
  .meta({ id: "PatchKeyRequest", minProperties: 1, example: { rateLimit: { requests: 20, seconds: 2 } } });
export type PatchKeyRequest = z.infer<typeof PatchKeyRequest>;

/** The answer to `PATCH /api/keys/{id}`. */
export const KeyAnswer = z.object({ success: z.literal(true), data: ApiKey }).meta({ id: "KeyAnswer" });
export type KeyAnswer = z.infer<typeof KeyAnswer>;

/** The body of `POST /api/keys/{id}/rotate`. The answer is the same as for a new key. */
export const RotateKeyRequest = z
  .strictObject({ overlapHours: z.int().min(0).max(168).optional() })
  .meta({ id: "RotateKeyRequest", example: { overlapHours: 24 } });
export type RotateKeyRequest = z.infer<typeof RotateKeyRequest>;

/** The answer to `DELETE /api/keys/{id}`: the key with its `revokedAt`. A repeat gives the same. */
export const RevokeKeyAnswer = z
  .object({ success: z.literal(true), data: ApiKey })
  .meta({ id: "RevokeKeyAnswer" });
export type RevokeKeyAnswer = z.infer<typeof RevokeKeyAnswer>;
