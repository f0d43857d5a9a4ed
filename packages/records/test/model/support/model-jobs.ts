import { later } from "./model.ts";
import type { ModelRecord, Written } from "./model.ts";

const LINK = "companyId";
const FIELD = "jobTitle";

/** What an upsert that names a company writes of the job there. */
export function jobWritten(
  company: string,
  { clock, set, clear }: { clock: number; set: Readonly<Record<string, string>>; clear: readonly string[] },
): { set: Record<string, string | number>; clear: string[] } {
  const title = set[FIELD];
  return {
    set: {
      [LINK]: company,
      [`jobs/${company}`]: clock,
      ...(title !== undefined && { [`jobs/${company}/${FIELD}`]: title }),
    },
    clear: clear.includes(FIELD) ? [`jobs/${company}/${FIELD}`] : [],
  };
}

/** Whether it has the clock of a first link, of which the lowest counts. */
export function isFirstLink(field: string): boolean {
  return /^jobs\/[^/]+$/.test(field);
}

/** Of two writes of that kind: the earlier link, as of the later write. */
export function firstLink(a: Written, b: Written | undefined): Written {
  if (!b) return a;
  const value = Number(a.value) < Number(b.value) ? a.value : b.value;
  return { ...(later(a, b) ? a : b), value };
}

/** What the contact's own title says of a job is that job's title, before a merge on request makes all as old as itself. */
export function settleTitle(record: ModelRecord): void {
  const companies = [...record.fields.keys()].filter(isFirstLink).map((field) => field.slice("jobs/".length));
  const own = record.fields.get(FIELD);
  if (!own) return;
  const titleOf = (company: string) => record.fields.get(`jobs/${company}/${FIELD}`);
  if (companies.some((company) => !later(own, titleOf(company)))) return;
  // Nothing else than a link writes that field.
  const now = record.fields.get(LINK);
  const current = String(now?.value);
  if (companies.includes(current) && now && !later(now, own)) {
    record.fields.set(`jobs/${current}/${FIELD}`, own);
    return;
  }
  const links = companies.flatMap((company) => {
    const last = record.fields.get(`jobs/${company}`);
    const clock = Number(last?.value);
    const first = { effective: Math.min(clock, last?.effective ?? clock), clock };
    return [first, ...(last ? [last] : [])].map((time) => ({ company, time: { ...time, value: undefined } }));
  });
  links.sort((a, b) => a.time.effective - b.time.effective || a.time.clock - b.time.clock);
  const holder = links.findLast(({ time }) => !later(time, own)) ?? links[0];
  if (holder) record.fields.set(`jobs/${holder.company}/${FIELD}`, own);
}

/** The job of the link is as young as the link. */
export function settleLink(record: ModelRecord): void {
  const link = record.fields.get(LINK);
  const job = record.fields.get(`jobs/${String(link?.value)}`);
  if (link && job && later(link, job))
    record.fields.set(`jobs/${String(link.value)}`, { ...link, value: job.value });
}
