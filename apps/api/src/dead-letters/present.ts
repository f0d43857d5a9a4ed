import { RAW } from "@onefold/contract";
import type { DeadLetter, ListedDeadLetter } from "@onefold/contract";
import { presentJobLink, presentTime } from "@onefold/present";
import type { DeadLetter as StoredLetter, ListedLetter } from "@onefold/records";

/** Shows a dead letter in a list: without what it gave. */
export function presentListedLetter(letter: ListedLetter): ListedDeadLetter {
  const { jobId, row, clock, entity, keyId, code, message, cause, rejectedAt, tries, triedAt } = letter;
  return {
    job: presentJobLink(jobId),
    row,
    url: `/api/dead-letters/${jobId}/${row}`,
    ...(entity && { entity }),
    acceptedAt: presentTime(Math.floor(clock / 1_000)),
    clock,
    ...(keyId !== undefined && { keyId }),
    code,
    message,
    ...(cause && { cause }),
    rejectedAt: presentTime(rejectedAt),
    tries,
    ...(triedAt !== undefined && { triedAt: presentTime(triedAt) }),
  };
}

/** Shows a dead letter with what it gave. */
export function presentLetter(letter: StoredLetter): DeadLetter {
  const { input, upsert } = letter;
  const raw = input?.[RAW];
  return {
    ...presentListedLetter(letter),
    ...(typeof raw === "string" ? { raw } : input && { body: { ...input } }),
    canReplay: upsert !== undefined,
  };
}
