import type { Applied, Entry, Evidence, JobRow, RecordRead, Refused, Told } from "../evidence.ts";
import type { Answer, Call, Intent } from "../../history/call.ts";
import type { Names, Write } from "../../history/write.ts";

/** A short history as its clients tell it, in which each line can be made to say something wrong. */
export interface Story {
  readonly evidence: Evidence;
  readonly records: Map<string, { -readonly [K in keyof RecordRead]: RecordRead[K] }>;
  /** To which live record an id leads. */
  readonly resolved: Map<string, string | undefined>;
  /** An upsert that was applied, and stands in its record's history. */
  write(id: string, recordId: string, clock: number, given?: Given): Told & Applied;
  /** Anything that a client asked for. */
  call(intent: Intent, answer?: Answer): Call;
  /** Something else in a record's history. */
  entry(recordId: string, entry: Partial<Entry> & Pick<Entry, "clock" | "action">): void;
}

interface Given {
  readonly names?: Names;
  readonly set?: Record<string, string>;
  readonly clear?: readonly string[];
  readonly observedAt?: number;
  readonly refused?: readonly Refused[];
  readonly mergedIds?: readonly string[];
  readonly outcome?: string;
}

/** @param live the records that are there at the end, each with its first name */
export function createStory(live: Readonly<Record<string, string | undefined>>): Story {
  const records: Story["records"] = new Map();
  for (const [id, firstName] of Object.entries(live))
    records.set(id, {
      id,
      emails: [],
      linkedinUrl: undefined,
      linkedinUrlSalesNav: undefined,
      fields: firstName === undefined ? {} : { firstName },
      unsubscribed: false,
      history: [],
    });
  const [calls, told]: [Call[], Told[]] = [[], []];
  const resolved = new Map<string, string | undefined>(Object.keys(live).map((id) => [id, id]));

  function call(intent: Intent, answer?: Answer): Call {
    const at = calls.length * 10;
    const made: Call = {
      id: `call ${calls.length}`,
      intent,
      sent: { method: "POST", path: "/", headers: {} },
      isKeyed: false,
      sentAt: at,
      attempts: 1,
      ...(answer && { answer, answeredAt: at + 5 }),
    };
    calls.push(made);
    return made;
  }

  function entry(recordId: string, given: Partial<Entry> & Pick<Entry, "clock" | "action">): void {
    const shown = records.get(resolved.get(recordId) ?? "");
    if (!shown) return;
    const one: Entry = {
      outcome: "updated",
      recordId,
      jobId: `job ${given.clock}`,
      row: 0,
      changes: {},
      mergedIds: [],
      refused: [],
      isErased: false,
      ...given,
    };
    shown.history = [one, ...shown.history];
  }

  return {
    evidence: {
      calls,
      told,
      jobs: [],
      records: [],
      resolved,
      erased: new Set(),
      found: new Map(),
      allowsToldLosses: false,
    },
    records,
    resolved,
    call,
    entry,
    write(id, recordId, clock, given = {}) {
      const {
        names = {},
        set = {},
        clear = [],
        observedAt,
        refused = [],
        mergedIds = [],
        outcome = "updated",
      } = given;
      const write: Write = {
        id,
        names,
        onConflict: "merge",
        set: { firstName: `f ${id}`, ...set },
        clear,
        ...(observedAt !== undefined && { observedAt }),
      };
      const job: JobRow = { id: `job ${clock}`, row: 0 };
      const body = {
        job: { id: job.id, clock },
        data: { fields: write.set },
        fieldRejections: refused.map(({ field }) => ({ field })),
      };
      const applied = { kind: "applied", recordId, outcome, clock, mergedIds, refused } as const;
      const each = { write, call: call({ kind: "upsert", write }, { status: 200, body }), job, ...applied };
      told.push(each);
      const mark = refused.some(({ field }) => field === "firstName") ? {} : { firstName: { to: `f ${id}` } };
      entry(recordId, { action: "upsert", clock, outcome, refused, mergedIds, changes: mark });
      return each;
    },
  };
}

/** What the checker is given. */
export function evidenceOf(story: Story, more: Partial<Evidence> = {}): Evidence {
  return { ...story.evidence, records: [...story.records.values()], ...more };
}
