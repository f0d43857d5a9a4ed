import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

export interface RedisServer {
  readonly command: string;
  /** To be added to its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** Where test/support/install-redis.ts unpacks Debian's packages to. */
export const REDIS_CACHE = join(import.meta.dirname, "../../node_modules/.cache/onefold-redis");

/** The redis-server to test with: ONEFOLD_REDIS_SERVER, that of the machine, or the unpacked one. */
export function findRedisServer(): RedisServer | undefined {
  const named = process.env["ONEFOLD_REDIS_SERVER"];
  if (named) return { command: named, env: {} };
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const installed = folders.map((folder) => join(folder, "redis-server")).find(existsSync);
  if (installed !== undefined) return { command: installed, env: {} };
  const unpacked = join(REDIS_CACHE, "root/usr/bin/redis-server");
  return existsSync(unpacked) ? { command: unpacked, env: { LD_LIBRARY_PATH: libraryPath() } } : undefined;
}

/** Debian puts libraries into a folder per architecture. */
function libraryPath(): string {
  const triplets: Partial<Record<NodeJS.Architecture, string>> = {
    x64: "x86_64-linux-gnu",
    arm64: "aarch64-linux-gnu",
  };
  const triplet = triplets[process.arch] ?? "";
  return [join("usr/lib", triplet), join("lib", triplet)]
    .map((path) => join(REDIS_CACHE, "root", path))
    .join(":");
}
