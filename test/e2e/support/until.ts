import { setTimeout as delay } from "node:timers/promises";

const PAUSE_MS = 50;

/** What `look` finds, asked again and again until it finds something; rejects when it doesn't in time. */
export async function until<Found>(
  what: string,
  withinMs: number,
  look: () => Promise<Found | false | undefined>,
): Promise<Found> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`);
    await delay(PAUSE_MS);
  }
}
