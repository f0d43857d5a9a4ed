/** A mistake that somebody could make, as an edit of a copy of the sources. */
export interface Bug {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Which fault shows it, and where the queue has to be. */
  readonly fault: string;
  readonly backend: "redis" | "postgres";
  readonly args?: readonly string[];
}

export interface Edit {
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
}

const RECORDS = "packages/records/src";

/** Each breaks one promise of docs/guarantees.md, or takes back the mend of a hole that a review found. */
export const BUGS: readonly Bug[] = [
  {
    name: "a receipt is dropped now and then",
    edits: [
      {
        file: `${RECORDS}/receipts/write-receipts.ts`,
        find: "...receiptInserts(named),",
        replace: "...receiptInserts(named.filter(() => Math.random() > 0.03)),",
      },
    ],
    fault: "none",
    backend: "postgres",
  },
  {
    name: "records are not locked while they are folded",
    edits: [
      {
        file: `${RECORDS}/rows/load-records.ts`,
        find: "         for update of r skip locked),",
        replace: "         ),",
      },
      {
        file: `${RECORDS}/rows/load-records.ts`,
        find: "${lock ? sql`for update of r` : sql``}",
        replace: "",
      },
    ],
    fault: "none",
    backend: "postgres",
  },
  {
    name: "identifiers are not locked",
    edits: [
      {
        file: `${RECORDS}/commit/lock-identifiers.ts`,
        find: "  const { rows } = await sql<{ hash: number }>`",
        replace:
          "  if (trx !== undefined) return new Set();\n  const { rows } = await sql<{ hash: number }>`",
      },
      {
        file: `${RECORDS}/commit/lock-identifiers.ts`,
        find: "  const hashes = [...new Set(Array.from(keys, hashKey32))]",
        replace: "  const hashes = [...new Set(Array.from(keys, hashKey32))].slice(0, 0)",
      },
    ],
    fault: "none",
    backend: "postgres",
  },
  {
    name: "the write that is applied last wins",
    edits: [
      {
        file: "packages/identity/src/stamp.ts",
        find: "  if (b === undefined || a.effective > b.effective) return true;",
        replace:
          "  if (a !== b) return true;\n  if (b === undefined || a.effective > b.effective) return true;",
      },
    ],
    fault: "none",
    backend: "postgres",
  },
  {
    name: "a request is answered before its chunk is added",
    edits: [
      {
        file: "packages/queue/src/producer.ts",
        find: '    await adder.add("interactive", { chunkId, chunk: buildChunk(items, { replyTo }) }, deadline);',
        replace:
          '    void adder.add("interactive", { chunkId, chunk: buildChunk(items, { replyTo }) }, deadline).catch(() => {});',
      },
      {
        file: "packages/queue/src/producer.ts",
        find: "if (adder.addCounted &&",
        replace: "if (Math.random() > 1 && adder.addCounted &&",
      },
    ],
    fault: "SIGKILL Redis",
    backend: "redis",
  },
  {
    name: "an undo forgets what was said of the person meanwhile",
    edits: [
      {
        file: "packages/identity/src/undo-adoption.ts",
        find: "  const consent = stamp && { unsubscribed: values[CONSENT] === true, stamp };",
        replace: "  const consent = undefined;\n  void stamp;",
      },
    ],
    fault: "none",
    backend: "postgres",
  },
  {
    name: "an operation reads its clock before it has its locks",
    edits: [
      {
        file: "apps/api/src/request/new-operation.ts",
        find: "  const issueClock = (above: number) => services.producer.issueClock(1, { above, withinMs: CLOCK_MS });",
        replace:
          "  const early = services.producer.issueClock(1, { withinMs: CLOCK_MS });\n  early.catch(() => {});\n" +
          "  const issueClock = () => early;",
      },
      {
        file: `${RECORDS}/operations/take-clock.ts`,
        find: "  if (clock <= floor) throw",
        replace: "  if (clock < 0) throw",
      },
      {
        // As a machine with more to do would have it.
        file: `${RECORDS}/operations/change-records.ts`,
        find: 'await onPoint?.("begun");',
        replace: "await new Promise((go) => setTimeout(go, Math.random() * 100));",
      },
    ],
    fault: "none",
    backend: "postgres",
  },
  {
    name: "a chunk that comes again is applied again",
    edits: [
      {
        file: `${RECORDS}/commit/commit-once.ts`,
        find: "!applied.has(receiptKey(ref)) && ",
        replace: "",
      },
      {
        file: `${RECORDS}/receipts/receipt-inserts.ts`,
        find: 'unlessThere ? sql`on conflict do nothing returning job_id, "row"` : sql``',
        replace:
          'sql`on conflict (team_id, day, job_id, "row") do update set clock = excluded.clock returning job_id, "row"`',
      },
    ],
    fault: "SIGKILL worker after-commit",
    backend: "redis",
  },
  {
    name: "a repeat under an Idempotency-Key is another item",
    edits: [
      {
        file: `${RECORDS}/idempotency/claim-idempotency-keys.ts`,
        find: "  return claims.flatMap(({ name }) => standing.get(textOf(name)) ?? []);",
        replace:
          "  return claims.map(({ name: _, ...claim }) => ({ ...claim, firstClock: claim.clock, added: false }));",
      },
    ],
    fault: "SIGKILL API after-add",
    backend: "redis",
  },
  {
    name: "a merge that somebody asked for can be overtaken by what was written before it",
    edits: [
      {
        file: "packages/identity/src/adopt-states.ts",
        find: "(isSince(field) ? stamp : stampOf(clock))",
        replace: "(isSince(field) ? stamp : (void stampOf(clock), stamp))",
      },
    ],
    fault: "none",
    backend: "postgres",
  },
  {
    name: "a merge by an upsert leaves the other's later values",
    edits: [
      {
        file: "packages/identity/src/join-states.ts",
        find: "    if (!wins({ stamp, value }, { stamp: stamps[field], value: fields[field] })) continue;",
        replace:
          "    if (fields[field] !== undefined || !wins({ stamp, value }, { stamp: stamps[field], value: fields[field] })) continue;",
      },
    ],
    fault: "none",
    backend: "postgres",
    args: ["--on-conflict", "merge"],
  },
  {
    name: "an undo leaves the identifiers with the survivor",
    edits: [
      {
        file: `${RECORDS}/merge/undo-merge.ts`,
        find: "  await sql`\n    update ${sql.table(tables.identifiers)} i set record_id = n.record_id",
        replace:
          "  if (identifiers.length >= 0) identifiers.length = 0;\n  await sql`\n    update ${sql.table(tables.identifiers)} i set record_id = n.record_id",
      },
    ],
    fault: "none",
    backend: "postgres",
  },
  {
    name: "a field that is emptied forgets when",
    edits: [
      {
        file: "packages/identity/src/fold.ts",
        find: "    if (to === undefined) delete fields[field];\n    else",
        replace:
          "    if (to === undefined) {\n      delete fields[field];\n      delete stamps[field];\n    } else",
      },
    ],
    fault: "none",
    backend: "postgres",
  },
  {
    name: "locks are taken in any order",
    edits: [
      {
        file: `${RECORDS}/commit/lock-identifiers.ts`,
        find: ".toSorted((a, b) => a - b);",
        replace: ".toSorted(() => Math.random() - 0.5);",
      },
    ],
    fault: "none",
    backend: "postgres",
  },
  {
    name: "what a store was set to is not looked at",
    edits: [
      {
        file: "packages/queue/src/stores/redis/durability.ts",
        find: '  } else if (fsync !== "always") {',
        replace: '  } else if (fsync === "") {',
      },
    ],
    fault: "Redis with a wrong setting",
    backend: "redis",
  },
  {
    name: "the feed gives out places before what is still being committed",
    edits: [
      {
        file: `${RECORDS}/changes/feed-end.ts`,
        find: "           pg_snapshot_xmin(pg_current_snapshot())::text::bigint as xid,",
        replace: "           pg_snapshot_xmax(pg_current_snapshot())::text::bigint as xid,",
      },
    ],
    fault: "none",
    backend: "postgres",
  },
  {
    name: "a webhook isn't told of what came while a message was sent",
    edits: [
      {
        file: `${RECORDS}/webhooks/settle.ts`,
        find: "  if (sent.delivered) return later && { ...fresh, content: later };",
        replace: "  if (sent.delivered) return undefined;",
      },
    ],
    fault: "none",
    backend: "postgres",
  },
];
