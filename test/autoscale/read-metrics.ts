/** What a process tells at `/metrics`, by name and labels as they are written: `onefold_commit_slots`. */
export type Samples = ReadonlyMap<string, number>;

/** A process that doesn't answer in time counts as one that tells nothing. */
const SCRAPE_MS = 3_000;

/**
 * Scrapes a process.
 * @returns undefined where it doesn't answer
 * @throws where the key isn't good for it
 */
export async function readMetrics(url: string, key: string): Promise<Samples | undefined> {
  const headers = { Authorization: `Bearer ${key}` };
  const answer = await fetch(`${url}/metrics`, { headers, signal: AbortSignal.timeout(SCRAPE_MS) }).catch(
    () => undefined,
  );
  if (answer?.status === 401 || answer?.status === 403) throw new Error(`${url} refuses the key`);
  if (!answer?.ok) return undefined;
  const text = await answer.text().catch(() => undefined);
  return text === undefined ? undefined : parseMetrics(text);
}

function parseMetrics(text: string): Samples {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

/** Gives the values of a metric, one for each of its labels. */
export function valuesOf(samples: Samples, metric: string): number[] {
  return [...samples].filter(([series]) => series.replace(/\{.*/, "") === metric).map(([, value]) => value);
}
