import { BY_RIGHT } from "./by-right.ts";
import { REFERENCE_TABLES } from "./distributed-forms.ts";
import type { OfAllTeams } from "./by-right.ts";

/**
 * The statements that name no team to an engine that distributes the tables, and why. All but the last two go to each
 * machine, and lock nothing there.
 */
export const NOT_ROUTED: readonly OfAllTeams[] = [
  ...BY_RIGHT.filter(({ begins }) => !REFERENCE_TABLES.some((table) => begins.source.includes(`"${table}"`))),
  {
    begins: /^with names as \(select \* from unnest\(.*"shadow_id"/,
    why: "What a dry run of an upload copies is found in the team, unless the copies have it: these are two of what such an engine takes for teams. Not tried.",
  },
  {
    begins: /^with reached as \( select n\.team_id, n\.shadow_id, n\.record_id /,
    why: "The copies are made of the team's rows by one statement, so that they show one state of everything. Not tried.",
  },
];

/** The look-ups of each row of a set that came with the statement. Each names its team inside, so one machine runs all. */
export const LATERAL: readonly OfAllTeams[] = [
  {
    begins: /^select h\.\*, k\.name as key_name/,
    why: "The history of a record: it was tried on Citus 13, and worked.",
  },
  { begins: /^select f\.\* from \( select p\.\*, /, why: "The records of a page, one by one. Not tried." },
  {
    begins: /^select distinct i\.team_id, i\.kind, i\.value, i\.record_id from unnest\(/,
    why: "The owners of a commit's identifiers. Postgres would read all of a team's, as it counts on few. Not tried.",
  },
  {
    begins: /^select r\.job_id, r\."row"(?:, r\.clock, r\.result, r\.finished_at)? from unnest\(/,
    why: "The receipts of a commit's items, in the same way. Not tried.",
  },
  { begins: /^select d\.team_id, d\.entity, d\.name, /, why: "Deleted fields, in the same way. Not tried." },
  {
    begins: /^select (?:distinct encode\(t\.hash|k\.hash, max\()/,
    why: "Tombstones, in the same way. Not tried.",
  },
  {
    begins: /^select k\.team_id, k\.record_id, m\.seq from unnest\(/,
    why: "The last merges into a commit's records. A plain join would read all merges of each. Not tried.",
  },
  {
    begins: /^select encode\(u\.hash, 'hex'\) as hash, u\.clock from unnest\(/,
    why: "Unsubscribed values, in the same way. Not tried.",
  },
];
