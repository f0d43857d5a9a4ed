import type { PostgresQueueBackend } from "bullmq";

/**
 * Lets a worker renew the locks of its chunks without a wait for one while it holds the rows of others. BullMQ's own
 * statement renews all, and its look for stalled chunks goes through the same rows in another order, so that the two
 * could wait for each other until Postgres ended one of them. Here those that nobody holds are renewed together, and
 * each of the others by itself.
 * @param backend of a worker that is not running yet
 * @param schema of the queues
 */
export function renewWithoutCircles(backend: PostgresQueueBackend, schema: string, queue: string): void {
  const renewFree = renewFreeIn(schema);
  backend.extendLocks = async (jobIds, tokens, lockMs) => {
    const { rows } = await backend.connection.pool.query<{ id: string }>(renewFree, [
      queue,
      jobIds,
      tokens,
      Date.now() + lockMs,
    ]);
    const renewed = new Set(rows.map(({ id }) => id));
    const lost: string[] = [];
    for (const [index, id] of jobIds.entries()) {
      if (renewed.has(id)) continue;
      if ((await backend.extendLock(id, tokens[index] ?? "", lockMs)) === 0) lost.push(id);
    }
    return lost;
  };
}

/** The rows and the values are those of BullMQ's `extend_locks`. */
const renewFreeIn = (schema: string) => `
  WITH free AS (
    SELECT j.id
      FROM "${schema}".job j
      JOIN unnest($2::text[], $3::text[]) AS held(id, token) ON held.id = j.id AND held.token = j.lock_token
     WHERE j.queue = $1 AND j.state = 'active'
       FOR NO KEY UPDATE OF j SKIP LOCKED
  )
  UPDATE "${schema}".job j SET locked_until_ms = $4 FROM free WHERE j.queue = $1 AND j.id = free.id
  RETURNING j.id`;
