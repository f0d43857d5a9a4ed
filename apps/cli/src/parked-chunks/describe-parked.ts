import type { ParkedChunk, ShownParkedChunk } from "@onefold/queue";
import { tableOf } from "../table-of.ts";

/**
 * Lists them without anything of what they carry.
 * @param where the store and the namespace that were looked at
 */
export function tableOfParked(chunks: readonly ParkedChunk[], where: string): string {
  if (chunks.length === 0) return `No chunk is parked in ${where}.`;
  const rows = chunks.map(({ id, lane, shard, madeAt, attempts, bytes, cause }) => [
    id,
    lane,
    String(shard),
    madeAt ?? "unknown",
    String(attempts),
    String(bytes),
    cause,
  ]);
  return tableOf([["CHUNK", "LANE", "SHARD", "MADE", "ATTEMPTS", "BYTES", "CAUSE"], ...rows]);
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
