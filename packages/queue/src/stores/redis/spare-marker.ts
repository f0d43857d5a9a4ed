import type { IRedisClient } from "bullmq";
import { keyAt, luaFunction } from "./scripted-redis.ts";
import type { Script, Scripts } from "./scripted-redis.ts";

/**
 * BullMQ's scripts that take a chunk. `moveToDelayed` takes one too, where it puts off another. It isn't among them: the
 * marker that it leaves is the only one of the chunk that is put off.
 */
const TAKING = ["moveToActive", "moveToFinished"] as const;

/**
 * Takes away the marker that BullMQ leaves with each chunk that is taken, where nothing waits behind it. A worker that
 * waits is woken by a marker; this one would make it look in vain: two commands and a write to the disk for each chunk.
 * @param client of a Worker that is ready
 * @param scripts BullMQ's
 */
export function withoutSpareMarker(client: IRedisClient, scripts: Scripts): void {
  for (const name of TAKING) {
    const script = scripts.of(name);
    client.defineCommand(script.command, { numberOfKeys: script.numberOfKeys, lua: takingLua(script) });
  }
}

function takingLua(script: Script): string {
  const [wait, prioritized, marker] = ["wait", "prioritized", "marker"].map((key) => keyAt(script, key));
  // Marker "0" says that something waits, "1" when what is delayed is due.
  return `${luaFunction("take", script)}
local taken = take()
if redis.call('LLEN', ${wait}) == 0 and redis.call('ZCARD', ${prioritized}) == 0 then
  redis.call('ZREM', ${marker}, '0')
end
return taken`;
}
