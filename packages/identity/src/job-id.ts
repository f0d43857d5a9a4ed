import { randomFillSync, timingSafeEqual } from "node:crypto";
import { base62Length, fromBase62, toBase62 } from "./base62.ts";
import { createHmacSha256 } from "./hmac.ts";

const PREFIX = "job_";
const TIME_BYTES = 6;
const RANDOM_BYTES = 8;
const SIGNED_BYTES = TIME_BYTES + RANDOM_BYTES;
const MAC_BYTES = 8;
const BYTES = SIGNED_BYTES + MAC_BYTES;
const LENGTH = PREFIX.length + base62Length(BYTES);
/** The owner comes last, so that ids with and without one sort by time alike. */
const OWNER_BYTES = 6;
const OWNED_BYTES = OWNER_BYTES + MAC_BYTES;
const OWNED_LENGTH = LENGTH + base62Length(OWNED_BYTES);

/** Random bytes are fetched for this many ids at once: a call costs more than its bytes. */
const POOL_IDS = 256;

export interface JobIds {
  /**
   * Makes a new job id.
   * @param acceptedAt milliseconds since 1970
   * @param keyId the key that owns the job, if its id is to say so
   */
  issue(teamId: string, acceptedAt: number, keyId?: string): string;
  /** Reads an id that was issued to this team. It gives undefined for another team's, and for any other text. */
  read(teamId: string, jobId: string): IssuedJobId | undefined;
}

interface IssuedJobId {
  readonly acceptedAt: number;
  /** Says whether the id was issued with this key id. */
  isOf(keyId: string): boolean;
}

/**
 * Makes and reads job ids. An id has the acceptance time, random bytes, and a MAC over them and the team. So an id that
 * we never issued is told from one that is past retention without a look-up. An id is `job_` and 30 letters and digits,
 * which sort by time of acceptance. The id of a key's own job has 20 more, which say that this key is its owner, also
 * without a look-up.
 *
 * The secret must be the same in all processes of a deployment, and stay so: ids made with another one are unknown.
 */
export function createJobIds(secret: Uint8Array | string): JobIds {
  if (secret.length === 0) throw new RangeError("the secret of the job ids is empty");
  const hmac = createHmacSha256(secret);
  const nextRandom = createRandomPool();

  /** An id with an owner gets another MAC, so it is no valid id once its owner is cut off. */
  const mac = (signed: Uint8Array, teamId: string, hasOwner: boolean): Buffer =>
    // The parts of fixed length come first, so no two pairs give the same text.
    bytesOf(hmac(hasOwner ? "has an owner\n" : "", signed, teamId), MAC_BYTES);

  const ownerOf = (signed: Uint8Array, keyId: string): Buffer =>
    bytesOf(hmac("owner\n", signed, keyId), OWNER_BYTES);

  /** Signs an id with its owner. The text differs from that of the other MAC, as its purpose does. */
  const ownedMac = (signed: Uint8Array, owner: Uint8Array, teamId: string): Buffer =>
    bytesOf(hmac("owned\n", signed, owner, teamId), MAC_BYTES);

  function ownerPart(signed: Uint8Array, teamId: string, keyId: string): string {
    const owner = ownerOf(signed, keyId);
    return toBase62(Buffer.concat([owner, ownedMac(signed, owner, teamId)]));
  }

  /** Reads the owner. It gives undefined if the text isn't one. */
  function readOwner(signed: Uint8Array, teamId: string, text: string): Uint8Array | undefined {
    const bytes = fromBase62(text, OWNED_BYTES);
    const owner = bytes?.subarray(0, OWNER_BYTES);
    if (!bytes || !owner) return undefined;
    return timingSafeEqual(bytes.subarray(OWNER_BYTES), ownedMac(signed, owner, teamId)) ? owner : undefined;
  }

  return {
    issue(teamId, acceptedAt, keyId) {
      const bytes = Buffer.allocUnsafe(BYTES);
      bytes.writeUIntBE(acceptedAt, 0, TIME_BYTES);
      bytes.set(nextRandom(), TIME_BYTES);
      const signed = bytes.subarray(0, SIGNED_BYTES);
      bytes.set(mac(signed, teamId, keyId !== undefined), SIGNED_BYTES);
      return PREFIX + toBase62(bytes) + (keyId === undefined ? "" : ownerPart(signed, teamId, keyId));
    },
    read(teamId, jobId) {
      if (jobId.length !== LENGTH && jobId.length !== OWNED_LENGTH) return undefined;
      if (!jobId.startsWith(PREFIX)) return undefined;
      const bytes = fromBase62(jobId.slice(PREFIX.length, LENGTH), BYTES);
      if (bytes === undefined) return undefined;
      const signed = bytes.subarray(0, SIGNED_BYTES);
      const hasOwner = jobId.length === OWNED_LENGTH;
      if (!timingSafeEqual(bytes.subarray(SIGNED_BYTES), mac(signed, teamId, hasOwner))) return undefined;
      const acceptedAt = Buffer.from(signed).readUIntBE(0, TIME_BYTES);
      if (!hasOwner) return { acceptedAt, isOf: () => false };
      const owner = readOwner(signed, teamId, jobId.slice(LENGTH));
      return owner && { acceptedAt, isOf: (keyId) => timingSafeEqual(owner, ownerOf(signed, keyId)) };
    },
  };
}

function bytesOf(hex: string, length: number): Buffer {
  return Buffer.from(hex.slice(0, 2 * length), "hex");
}

function createRandomPool(): () => Uint8Array {
  const pool = new Uint8Array(POOL_IDS * RANDOM_BYTES);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += RANDOM_BYTES;
    return pool.subarray(used - RANDOM_BYTES, used);
  };
}
