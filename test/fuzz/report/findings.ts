import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Planned } from "../plan-request.ts";
import type { Talk } from "../wire/talk.ts";

/** Something wrong, as it was seen first, and how often. */
export interface Finding {
  readonly what: string;
  readonly where: string;
  count: number;
  /** The request that showed it first; none of what concerns the whole run. */
  readonly number: number | undefined;
  readonly file: string | undefined;
  readonly detail: string;
}

export interface Findings {
  readonly all: readonly Finding[];
  /** @param where the route, or the attack */
  ofTalk(where: string, planned: Planned, talk: Talk, what: string): Promise<void>;
  ofRun(what: string, detail?: string): void;
}

/**
 * @param folder where the bytes of requests go that showed something
 * @param log told of each thing as it is found first
 */
export function createFindings(folder: string, log: (line: string) => void): Findings {
  const found = new Map<string, Finding>();

  function note(what: string, where: string): Finding | undefined {
    const known = found.get(nameOf(what, where));
    if (known) known.count++;
    return known;
  }

  function add(finding: Finding): void {
    found.set(nameOf(finding.what, finding.where), finding);
    log(`wrong: ${finding.where} ${finding.what}`);
  }

  return {
    get all() {
      return [...found.values()];
    },
    async ofTalk(where, planned, talk, what) {
      if (note(what, where)) return;
      const file = join(folder, `request-${planned.number}.http`);
      add({ what, where, count: 1, number: planned.number, file, detail: describe(planned, talk) });
      await mkdir(folder, { recursive: true });
      await writeFile(file, Buffer.concat(planned.steps.filter((step) => Buffer.isBuffer(step))));
    },
    ofRun(what, detail = "") {
      if (!note(what, "")) add({ what, where: "", count: 1, number: undefined, file: undefined, detail });
    },
  };
}

/** The same thing again is one finding: what differs between two of them are numbers and names. */
function nameOf(what: string, where: string): string {
  return `${where}\n${what.replaceAll(/\d+/g, "0").replaceAll(/"[^"]*"/g, '""')}`;
}

const SHOWN = 600;

function describe({ methods, target, operation }: Planned, { answers, end, ms, fault, rest }: Talk): string {
  const last = answers.at(-1);
  const said = last
    ? `${last.status} ${last.body.toString("utf8", 0, SHOWN)}`
    : rest.toString("latin1", 0, SHOWN);
  const asked = target === undefined ? operation.name : `${methods[0]} ${target.slice(0, 200)}`;
  return `${asked} ${end} after ${ms.toFixed(0)} ms: ${fault ?? ""}${said}`;
}
