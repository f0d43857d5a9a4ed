import { identifiersOf } from "../history/write.ts";
import type { Evidence, Finding, RecordRead } from "./evidence.ts";
import type { AppliedWrite } from "./effects.ts";
import type { Timeline } from "./timeline.ts";

/** No two live records share an identifier, and whoever a write named is found by that name, once. */
export function checkDuplicates(evidence: Evidence, timeline: Timeline): Finding[] {
  return [...checkShown(evidence), ...checkFound(evidence, timeline)];
}

function checkShown({ records, found }: Evidence): Finding[] {
  const findings: Finding[] = [];
  const owners = new Map<string, string>();
  for (const record of records)
    for (const name of shownBy(record)) {
      const other = owners.get(name);
      if (other !== undefined && other !== record.id)
        findings.push({ kind: "duplicate record", message: `${other} and ${record.id} both have ${name}.` });
      owners.set(name, record.id);
      if (found.has(name) && found.get(name) !== record.id)
        findings.push({
          kind: "duplicate record",
          message: `${name} of ${record.id} finds ${found.get(name)}.`,
        });
    }
  return findings;
}

function shownBy({ emails, linkedinUrl, linkedinUrlSalesNav }: RecordRead): string[] {
  return [...emails, linkedinUrl, linkedinUrlSalesNav].filter((name) => name !== undefined);
}

/** A name leads to the record that a write brought it to, or to one that this was merged into. */
function checkFound({ calls, told, found, resolved }: Evidence, timeline: Timeline): Finding[] {
  const removed = new Set(
    calls.flatMap(({ intent }) => (intent.kind === "remove-email" ? [intent.email] : [])),
  );
  const restored = new Set(
    timeline.merges.flatMap(({ undoneAt, survivorId, secondaryIds }) =>
      undoneAt === undefined ? [] : [survivorId, ...secondaryIds],
    ),
  );
  // To which record these brought a name nobody says any more.
  const untold = new Set(
    told.flatMap(({ kind, write }) =>
      kind === "erased" || kind === "unknown" ? identifiersOf(write.names) : [],
    ),
  );
  return [...found].flatMap(([name, foundId]): Finding[] => {
    const claims = timeline.writes.filter((each) => isGiven(each, name));
    const roots = new Set(
      claims.map(({ recordId }) => resolved.get(recordId)).filter((id) => id !== undefined),
    );
    // An undo gives names back to those who had them before.
    if ([...roots, ...claims.map(({ recordId }) => recordId)].some((id) => restored.has(id))) return [];
    if (foundId === undefined)
      return roots.size === 0 || removed.has(name)
        ? []
        : [
            {
              kind: "lost",
              message: `${name} finds nobody, and writes brought it to ${[...roots].join(", ")}.`,
            },
          ];
    // A name that isn't the primary one, for an older write, is told as stale, whether it was removed or is kept.
    const older = timeline.writes
      .filter((each) => isStale(each, name))
      .map(({ recordId }) => resolved.get(recordId));
    if (roots.size === 0 && (untold.has(name) || older.includes(foundId))) return [];
    if (roots.has(foundId) && (roots.size === 1 || removed.has(name))) return [];
    return [
      {
        kind: "duplicate record",
        message: `${name} finds ${foundId}, and writes brought it to ${[...roots].join(", ") || "nobody who lives"}.`,
      },
    ];
  });
}

/** Of a refused value that was erased since, only its field is told. */
function isStale({ write, refused }: AppliedWrite, name: string): boolean {
  const fields = fieldsOf(write, name);
  return refused.some(
    ({ reason, field, value }) =>
      reason === "stale" && (value === name || (value === undefined && fields.includes(field))),
  );
}

/** Whether a write brought the name to its record. */
function isGiven({ write, refused }: AppliedWrite, name: string): boolean {
  return fieldsOf(write, name).some(
    (field) =>
      !refused.some((each) => each.field === field && (each.value === undefined || each.value === name)),
  );
}

/** The fields by which a write names somebody so. */
function fieldsOf({ names }: AppliedWrite["write"], name: string): string[] {
  const { additionalEmails = [], ...main } = names;
  return [
    ...Object.entries(main).flatMap(([field, value]) => (value === name ? [field] : [])),
    ...(additionalEmails.includes(name) ? ["additionalEmails"] : []),
  ];
}
