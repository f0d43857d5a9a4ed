import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { hashKey } from "@onefold/records";
import { newId } from "@onefold/identity";
import { withDatabase } from "../../support/with-database.ts";
import { median, percentile } from "../report/percentile.ts";
import type { Target } from "./start-target.ts";

/** Of each kind. */
const SAMPLES = 3_000;
/** An address has so many look-ups of keys that are unknown here. */
const PER_ADDRESS = 90;

/**
 * How long a wrong key takes to be refused, by how much of a real one it has: a real one that the service knows by heart,
 * one that was revoked, and none. They come in turns, each secret once, on connections that are kept.
 */
export async function measureKeyTiming(target: Target, log: (line: string) => void): Promise<string[][]> {
  const { key } = target;
  const revoked = await revokedKeys(target, SAMPLES);
  const random = (length: number) => randomBytes(length).toString("hex").slice(0, length);
  const kinds = {
    "nothing of a real key": () => `ofk_${random(key.length - 4)}`,
    "the first half of a real key": () => key.slice(0, key.length / 2) + random(key.length - key.length / 2),
    "all of a real key but its end": () => key.slice(0, -6) + random(6),
    "a key that was revoked": (n: number) => revoked[n] ?? "",
  };
  const times = new Map<string, number[]>(Object.keys(kinds).map((kind) => [kind, []]));
  const agents = Array.from({ length: Math.ceil((4 * SAMPLES) / PER_ADDRESS) }, (_, index) =>
    addressed(index),
  );
  let asked = 0;
  const ask = async (secret: string) => {
    const agent = agents[Math.floor(asked++ / PER_ADDRESS) % agents.length];
    return await timeOf(target.url, secret, agent);
  };
  for (let n = 0; n < SAMPLES; n++) {
    if (n % 1_000 === 0) log(`keys: ${n} of ${SAMPLES}`);
    // The real one stays known; each kind comes first as often as any other.
    if (n % 100 === 0) await timeOf(target.url, key, agents[0]);
    const order = Object.entries(kinds);
    for (const [kind, secret] of [...order.slice(n % order.length), ...order.slice(0, n % order.length)])
      times.get(kind)?.push(await ask(secret(n)));
  }
  for (const agent of agents) agent.destroy();
  const plain = times.get("nothing of a real key") ?? [];
  return [
    ["how a wrong key is refused, by what it has", "p10, ms", "median", "mean", "z against nothing"],
    ...[...times].map(([kind, values]) => [
      kind,
      percentile(
        values.toSorted((a, b) => a - b),
        0.1,
      ).toFixed(3),
      median(values).toFixed(3),
      (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3),
      values === plain ? "" : rankZ(values, plain).toFixed(1),
    ]),
  ];
}

/** From an address of its own; all of 127.0.0.0/8 is this machine. */
function addressed(index: number): Agent {
  return new Agent({
    keepAlive: true,
    maxSockets: 1,
    localAddress: `127.9.${Math.floor(index / 200)}.${1 + (index % 200)}`,
  });
}

async function timeOf(url: string, secret: string, agent: Agent | undefined): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const started = performance.now();
  request(`${url}/api/team`, { ...(agent && { agent }), headers: { Authorization: `Bearer ${secret}` } })
    .on("response", (answer) => answer.resume().once("end", resolve))
    .once("error", reject)
    .end();
  await promise;
  return performance.now() - started;
}

async function revokedKeys({ databaseUrl, teamId, userId }: Target, count: number): Promise<string[]> {
  const secrets = Array.from({ length: count }, () => `ofk_${randomBytes(17).toString("hex")}`);
  const rows = secrets.map((secret) => ({
    team_id: teamId,
    key_id: newId("key_"),
    user_id: userId,
    name: "revoked",
    prefix: secret.slice(0, 8),
    hash: hashKey(secret),
    revoked_at: new Date(),
    scopes: ["admin"],
    rate_limit: null,
    rate_window: null,
  }));
  await withDatabase(databaseUrl, async (db) => {
    for (let from = 0; from < rows.length; from += 500)
      await db
        .insertInto("api_keys")
        .values(rows.slice(from, from + 500))
        .execute();
  });
  return secrets;
}

/**
 * Mann-Whitney: whether one tends to be larger than the other, in standard deviations. Between -2 and 2 in 19 of 20 cases
 * where it doesn't.
 */
function rankZ(one: readonly number[], other: readonly number[]): number {
  const all = [
    ...one.map((value) => ({ value, own: true })),
    ...other.map((value) => ({ value, own: false })),
  ];
  all.sort((a, b) => a.value - b.value);
  const sum = all.reduce((total, { own }, rank) => total + (own ? rank + 1 : 0), 0);
  const [n, m] = [one.length, other.length];
  return (sum - (n * (n + m + 1)) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
}
