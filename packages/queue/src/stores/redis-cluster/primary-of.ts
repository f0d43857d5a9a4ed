import type { Cluster, Redis } from "ioredis";

/** Gives the connection to the server that has the slot now, as far as the client knows. */
export function primaryOf(cluster: Cluster, slot: number): Redis | undefined {
  const name = cluster.slots[slot]?.[0];
  return name === undefined ? undefined : cluster.nodes().find((node) => nameOf(node) === name);
}

/** Gives a server's name as the client's table of slots has it. */
export function nameOf({ options: { host, port } }: Redis): string {
  return `${host}:${port}`;
}
