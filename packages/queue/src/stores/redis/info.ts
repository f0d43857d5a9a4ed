import type { ClusterReplica } from "@onefold/contract";

/** Makes a map of `INFO`, by its lines of `name:value`. */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split("\r\n").flatMap((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
    }),
  );
}

/**
 * Counts the replicas that are online. One that is still being sent its first copy confirms nothing, and waiting for it
 * would refuse every add meanwhile.
 */
export function onlineReplicas(info: ReadonlyMap<string, string>): number {
  return [...info].filter(([name, value]) => /^slave\d+$/.test(name) && value.includes("state=online"))
    .length;
}

/** Lists what a server says of its replicas. */
export function replicasOf(info: ReadonlyMap<string, string>, primary: string): ClusterReplica[] {
  const written = Number(info.get("master_repl_offset"));
  return [...info].flatMap(([name, value]) => {
    if (!/^slave\d+$/.test(name)) return [];
    const of = new Map(
      value.split(",").map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]),
    );
    const lag = Number(of.get("lag"));
    const behind = written - Number(of.get("offset"));
    return [
      {
        of: "queue",
        primary,
        name: `${of.get("ip")}:${of.get("port")}`,
        state: of.get("state") ?? "unknown",
        ...(Number.isFinite(behind) && { lagBytes: Math.max(0, behind) }),
        // A replica that has never confirmed anything has -1.
        ...(lag >= 0 && { lagMs: lag * 1_000 }),
      } satisfies ClusterReplica,
    ];
  });
}

/** Gives used memory divided by allowed memory, if a limit is set. */
export function memoryShare(info: ReadonlyMap<string, string>): { memoryShare?: number } {
  const limit = Number(info.get("maxmemory") ?? 0);
  return limit > 0 ? { memoryShare: Number(info.get("used_memory") ?? 0) / limit } : {};
}
