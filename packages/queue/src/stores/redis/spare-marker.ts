import type { IRedisClient } from "bullmq";
import { luaFunction } from "./scripted-redis.ts";
import type { Script, ScriptedRedis } from "./scripted-redis.ts";

/** BullMQ's scripts that take a chunk, and which of their keys are the marker. The first and third are what waits. */
const TAKING = { moveToActive: 11, moveToFinished: 14 } as const;

/**
 * Takes away the marker that BullMQ leaves with each chunk that is taken, where nothing waits behind it. A worker that
 * waits is woken by a marker; this one would make it look in vain: two commands and a write to the disk for each chunk.
 * @param client of a Worker that is ready
 * @param scripts the client that knows BullMQ's scripts
 */
export function withoutSpareMarker(client: IRedisClient, scripts: ScriptedRedis): void {
  for (const [name, markerKey] of Object.entries(TAKING)) {
    const script = scripts.scriptOf(name);
    client.defineCommand(script.command, {
      numberOfKeys: script.numberOfKeys,
      lua: takingLua(script, markerKey),
    });
  }
}

function takingLua(script: Script, markerKey: number): string {
  // Marker "0" says that something waits, "1" when what is delayed is due.
  return `${luaFunction("take", script)}
local taken = take()
if redis.call('LLEN', KEYS[1]) == 0 and redis.call('ZCARD', KEYS[3]) == 0 then
  redis.call('ZREM', KEYS[${markerKey}], '0')
end
return taken`;
}
