import { textAt } from "../client/part.ts";
import type { Evidence, Finding, Refused, Told } from "./evidence.ts";
import { nameOf } from "./check-once.ts";
import { CONSENT, later, writtenBy } from "./record-value.ts";
import type { Written } from "./record-value.ts";
import type { Merge } from "./effects.ts";
import type { Timeline } from "./timeline.ts";

/** Each refusal has a reason that the clients' log bears out, and nobody is gone whom nobody deleted. */
export function checkExplanations(evidence: Evidence, timeline: Timeline): Finding[] {
  const { told, calls, resolved } = evidence;
  const deleted = deletedIds(evidence, timeline.merges);
  const isDeletion = calls.some(
    ({ intent, answer }) => intent.kind === "delete" && (answer?.status ?? 0) < 300,
  );
  const findings: Finding[] = [];
  for (const each of told) {
    if (each.kind === "rejected" && !isExpected(each, isDeletion))
      findings.push({ kind: "unexplained", message: `${nameOf(each)} was rejected: ${each.code}.` });
    if (each.kind === "refused")
      findings.push({ kind: "unexplained", message: `${nameOf(each)} was refused: ${each.code}.` });
    if (each.kind === "erased" && !isDeletion)
      findings.push({
        kind: "unexplained",
        message: `${nameOf(each)} was erased, and nobody deleted anything.`,
      });
    // Of a record that is gone what wrote it is gone too.
    if (each.kind === "applied" && resolved.get(each.recordId) !== undefined)
      findings.push(
        ...each.refused
          .filter((refused) => !isJustified(each, refused, timeline, isDeletion))
          .map((refused): Finding => ({
            kind: "unexplained",
            message: `${nameOf(each)}: ${refused.field} was refused as ${refused.reason}, and nothing bears it out.`,
          })),
      );
  }
  for (const [id, leadsTo] of resolved) {
    if (leadsTo === undefined && !deleted.has(id))
      findings.push({ kind: "lost", message: `${id} is gone, and nobody deleted it.` });
    if (leadsTo === id && calls.some(({ answer }) => textAt(answer?.body, "deletedContactId") === id))
      findings.push({ kind: "unexplained", message: `${id} was deleted, and is there.` });
  }
  return findings;
}

/** All that was deleted, and all that had ever been a part of one of those. */
function deletedIds({ calls, erased }: Evidence, merges: readonly Merge[]): ReadonlySet<string> {
  const deleted = new Set(calls.flatMap(({ answer }) => textAt(answer?.body, "deletedContactId") ?? []));
  if (deleted.size > 0) for (const id of erased) deleted.add(id);
  for (let size = -1; size !== deleted.size;) {
    size = deleted.size;
    for (const { survivorId, secondaryIds, clock } of merges) {
      if (!deleted.has(survivorId)) continue;
      for (const id of secondaryIds) {
        deleted.add(id);
        // Asked for by an id that had been merged before, it is its survivor that goes.
        for (const earlier of merges)
          if (earlier.clock < clock && earlier.secondaryIds.includes(id)) deleted.add(earlier.survivorId);
      }
    }
  }
  return deleted;
}

function isExpected({ write, ...told }: Told & { kind: "rejected" }, isDeletion: boolean): boolean {
  if (told.code === "IDENTITY_CONFLICT") return write.onConflict === "strict";
  if (told.code === "DELETED") return isDeletion;
  // Told losses are counted elsewhere.
  return told.code === "LOST";
}

const IDENTIFIERS = new Set(["email", "linkedinUrl", "linkedinUrlSalesNav", "additionalEmails"]);

function isJustified(
  told: Told & { kind: "applied" },
  { field, reason, conflictingId }: Refused,
  timeline: Timeline,
  isDeletion: boolean,
): boolean {
  if (reason === "deleted") return isDeletion;
  if (reason === "duplicate" || reason === "suspicious" || reason === "limit")
    return (
      IDENTIFIERS.has(field) &&
      (conflictingId === undefined || conflictingId !== told.recordId || reason !== "duplicate")
    );
  if (reason !== "stale") return false;
  return IDENTIFIERS.has(field) || isOutdone(told, field, timeline);
}

/** Whether something later wrote the field of a record that has ever been one with the write's. */
function isOutdone(told: Told & { kind: "applied" }, field: string, timeline: Timeline): boolean {
  const [own] = field === CONSENT ? [consentIn(told)] : writtenBy({ ...told, refused: [] }, field);
  if (!own) return false;
  const together = connected(told.recordId, timeline.merges);
  const isLater = (stamp: { effective: number; clock: number }) =>
    later(own, { ...stamp, value: undefined }) !== own;
  return (
    timeline.writes.some(
      (each) =>
        each.write.id !== told.write.id &&
        together.has(each.recordId) &&
        writtenBy(each, field).some(isLater),
    ) ||
    timeline.merges.some(
      ({ clock, survivorId }) => together.has(survivorId) && isLater({ effective: clock, clock }),
    ) ||
    (field === CONSENT &&
      timeline.consents.later.said.some((each) => together.has(each.recordId) && isLater(each)))
  );
}

function consentIn({ write, clock }: Told & { kind: "applied" }): Written {
  return { value: write.unsubscribed, effective: Math.min(write.observedAt ?? clock, clock), clock };
}

function connected(recordId: string, merges: readonly Merge[]): ReadonlySet<string> {
  const together = new Set([recordId]);
  for (let size = 0; size !== together.size;) {
    size = together.size;
    for (const { survivorId, secondaryIds } of merges) {
      const all = [survivorId, ...secondaryIds];
      if (all.some((id) => together.has(id))) for (const id of all) together.add(id);
    }
  }
  return together;
}
