import type { Pool } from "pg";
import { chunkJobOptions } from "../../chunk-job.ts";
import type { Lane } from "../../chunk-job.ts";
import type { FailedChunks, FailedName } from "../backend.ts";

interface NameRow {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly return_value: unknown;
}

interface ChunkRow extends NameRow {
  readonly data: string;
  readonly failed_reason: string | null;
  readonly attempts_made: number;
}

const NAME = "id, name, return_value, coalesce(finished_at_ms, 0)::text AS version";
const SAME = "queue = $1 AND id = $2 AND state = 'failed' AND coalesce(finished_at_ms, 0)::text = $3";

/** @param schema of the queues */
export function failedOnPostgres(pool: Pool, schema: string, lane: Lane): FailedChunks {
  const job = `"${schema}".job`;
  return {
    async names(from, limit) {
      const { rows } = await pool.query<NameRow>(
        `SELECT ${NAME} FROM ${job} WHERE queue = $1 AND state = 'failed'
          ORDER BY finished_at_ms, id OFFSET $2 LIMIT $3`,
        [lane, from, limit],
      );
      return rows.map(nameOf);
    },
    async read(id) {
      const { rows } = await pool.query<ChunkRow>(
        `SELECT ${NAME}, data::text, failed_reason, attempts_made
           FROM ${job} WHERE queue = $1 AND id = $2 AND state = 'failed'`,
        [lane, id],
      );
      const [row] = rows;
      if (!row) return undefined;
      const { data, failed_reason: failedReason, attempts_made: attempts } = row;
      return { ...nameOf(row), data, ...(failedReason !== null && { failedReason }), attempts };
    },
    async requeue({ id, version }, content) {
      const options = chunkJobOptions(id);
      const changes = [JSON.stringify(options), options.attempts, content?.name];
      const data = content && JSON.stringify(content.data);
      const client = await pool.connect();
      let failure: Error | undefined;
      try {
        await client.query("BEGIN");
        // Its row is locked until BullMQ's own function, which looks at the state again, has moved it.
        const { rowCount } = await client.query(
          `UPDATE ${job} SET opts = $4::jsonb, max_attempts = $5, name = coalesce($6, name),
                  data = coalesce($7::jsonb, data) WHERE ${SAME}`,
          [lane, id, version, ...changes, data],
        );
        if (rowCount === 1)
          await client.query(`SELECT "${schema}".reprocess_job($1, $2, 'failed', false, true, false)`, [
            lane,
            id,
          ]);
        await client.query("COMMIT");
        return rowCount === 1;
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        throw failure;
      } finally {
        // A session that failed is ended, and what it began with it.
        client.release(failure);
      }
    },
    async drop({ id, version }) {
      const { rowCount } = await pool.query(`DELETE FROM ${job} WHERE ${SAME}`, [lane, id, version]);
      return rowCount === 1;
    },
  };
}

function nameOf({ id, version, name, return_value: returnvalue }: NameRow): FailedName {
  return { id, version, name, ...(returnvalue !== null && { returnvalue }) };
}
