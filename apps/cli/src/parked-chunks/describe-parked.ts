import type { ParkedChunk, ShownParkedChunk } from "@onefold/queue";
import { tableOf } from "../table-of.ts";

/** Lists them without anything of what they carry. */
export function tableOfParked(chunks: readonly ParkedChunk[], hasMore: boolean): string {
  if (chunks.length === 0) return "No chunk is parked.";
  const rows = chunks.map(({ id, lane, shard, madeAt, attempts, bytes, cause }) => [
    id,
    lane,
    String(shard),
    madeAt ?? "unknown",
    String(attempts),
    String(bytes),
    cause,
  ]);
  const table = tableOf([["CHUNK", "LANE", "SHARD", "MADE", "ATTEMPTS", "BYTES", "CAUSE"], ...rows]);
  return hasMore ? `${table}\nThere are more: --limit says how many are listed.` : table;
}

/** Says what a chunk is, and gives what it carries. */
export function describeParked(chunk: ShownParkedChunk): string {
  const { content, isCut, failedReason } = chunk;
  const about = [
    ["chunk", chunk.id],
    ["lane", `${chunk.lane}, shard ${chunk.shard}`],
    ["made", chunk.madeAt ?? "unknown: its id doesn't say it"],
    ["failed", `${chunk.failedAt}, after ${chunk.attempts} ${chunk.attempts === 1 ? "attempt" : "attempts"}`],
    ["cause", chunk.cause],
    ["noted", failedReason ?? "nothing"],
    ["size", `${chunk.bytes} bytes${isCut ? ", of which the beginning is shown" : ""}`],
  ];
  const { data } = content;
  return [
    tableOf(about),
    `name: ${content.name}`,
    ...(content.clock === undefined ? [] : [`clock: ${JSON.stringify(content.clock)}`]),
    `data: ${typeof data === "string" ? data : JSON.stringify(data, undefined, 2)}`,
  ].join("\n");
}
