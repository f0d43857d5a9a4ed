/** The library brings no types. ioredis uses it too, so both say the same of a key. */
declare module "cluster-key-slot" {
  /** Gives the slot of a key of a Redis Cluster, by its hash tag if it has one. */
  export default function calculateSlot(key: string): number;
}
