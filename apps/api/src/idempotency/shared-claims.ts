import type { ItemRef } from "@onefold/contract";
import type { IdempotencyName } from "@onefold/records";

/** What a request with an Idempotency-Key came to. */
interface Claim {
  /** The one item that all requests with this key and this body stand for. */
  readonly ref: ItemRef;
  /** Whether another request with the key, an earlier one or one at the same time, was first. */
  readonly replayed: boolean;
}

/** A claim whose item is in the queue. */
export interface MadeClaim extends Claim {
  /** Settles when a repeat can see in the database that the item is queued. Never rejects. */
  readonly noted: Promise<void>;
}

/** Makes one claim for requests with the same key that are in flight in this process at once. */
export interface SharedClaims {
  run(name: IdempotencyName, fingerprint: Buffer, make: () => Promise<MadeClaim>): Promise<Claim>;
}

interface UnderWay {
  readonly fingerprint: Buffer;
  readonly made: Promise<MadeClaim>;
  /** Settles when the claim is no longer under way, however it ended. */
  readonly ended: Promise<void>;
}

export function createSharedClaims(): SharedClaims {
  const underWay = new Map<string, UnderWay>();

  function start(key: string, fingerprint: Buffer, make: () => Promise<MadeClaim>): Promise<MadeClaim> {
    const made = make().catch((error: unknown) => {
      underWay.delete(key);
      throw error;
    });
    const ended = untilNoted(made).then(() => void underWay.delete(key));
    underWay.set(key, { fingerprint, made, ended });
    return made;
  }

  return {
    async run({ teamId, route, keyHash }, fingerprint, make) {
      const key = `${teamId} ${route} ${keyHash.toString("base64")}`;
      for (let other = underWay.get(key); other; other = underWay.get(key)) {
        if (other.fingerprint.equals(fingerprint)) return { ref: (await other.made).ref, replayed: true };
        // Only the end of the other request shows whether it used the key: a refused request uses up nothing.
        await other.ended;
      }
      return await start(key, fingerprint, make);
    },
  };
}

async function untilNoted(made: Promise<MadeClaim>): Promise<void> {
  const claim = await made.catch(() => undefined);
  await claim?.noted;
}
