import type { ErrorCode } from "@onefold/contract";
import { choices } from "./choices.ts";
import type { Choices } from "./choices.ts";
import { personOf } from "./people.ts";
import type { Cells } from "./people.ts";

export interface RowOptions {
  readonly rows: number;
  readonly seed: number;
  /** Only what Windows-1252 can write. */
  readonly isLatin: boolean;
}

/**
 * What must become of a row in a team without contacts. Of two rows about one person that are under way together
 * either can be the one that creates, so `outcome` is exact per row for the rejected ones, and by count for the
 * others: that count is the same in whatever order the rows are committed.
 */
export interface GeneratedRow {
  /** From 0, the header not counted. */
  readonly row: number;
  readonly cells: Cells;
  readonly outcome: "created" | "updated" | "unmodified" | "rejected";
  /** Of a rejected one. */
  readonly code?: ErrorCode;
}

/** 50 rows: 44 people, 5 rows about one of them or of an earlier block (10 %), and a bad one (2 %). */
const BLOCK = 50;
const PEOPLE = 44;
const DUPLICATES = 5;

/** So many blocks before it is the person of a block's n-th duplicate: near, and far. */
const DISTANCES = [0, 1, 10, 100, 1_000];

/** The rows of a file, in order; none is remembered. */
export function* contactRows(options: RowOptions): Generator<GeneratedRow, void> {
  const { rows, seed } = options;
  for (let block = 0; block * BLOCK < rows; block++) {
    const first = block * BLOCK;
    const isWhole = first + BLOCK <= rows;
    const slots = isWhole
      ? shuffled(choices(seed, block))
      : Array.from({ length: rows - first }, (_, slot) => slot);
    // What is left over is people only, so that no duplicate lacks its original. Their numbers are those of slots.
    for (const [index, slot] of slots.entries())
      yield { row: first + index, ...rowOfSlot(options, block, slot, isWhole) };
  }
}

function shuffled({ below }: Choices): number[] {
  const slots = Array.from({ length: BLOCK }, (_, slot) => slot);
  for (let last = BLOCK - 1; last > 0; last--) {
    const other = below(last + 1);
    [slots[last], slots[other]] = [slots[other] ?? 0, slots[last] ?? 0];
  }
  return slots;
}

type RowBody = Omit<GeneratedRow, "row">;

function rowOfSlot(options: RowOptions, block: number, slot: number, isWhole: boolean): RowBody {
  if (slot < PEOPLE || !isWhole) return { cells: originalOf(options, block, slot), outcome: "created" };
  if (slot < PEOPLE + DUPLICATES) return duplicateOf(options, block, slot - PEOPLE);
  return badRow(options, block, slot);
}

/** Slots 0 to 9 are those that a duplicate may be of: what they have and lack is what makes the counts exact. */
function originalOf({ seed, isLatin }: RowOptions, block: number, slot: number): Cells {
  const { below } = choices(seed, block, slot);
  const isOneOfTwo = slot < 2 * DUPLICATES;
  const kind = isOneOfTwo ? KINDS[slot % DUPLICATES] : undefined;
  const chance = below(100);
  const shape = {
    hasEmail: kind ? kind.hasEmail : chance >= 10,
    hasLinkedin: kind ? kind.hasLinkedin : chance < 75,
    hasPhone: !isOneOfTwo && chance % 3 === 0,
  };
  return personOf(seed, block * BLOCK + slot, shape, isLatin);
}

interface DuplicateKind {
  readonly hasEmail: boolean;
  readonly hasLinkedin: boolean;
  /** The cells that name the person again, in another spelling. */
  readonly by: readonly ("Email" | "LinkedIn URL")[];
  readonly outcome: "updated" | "unmodified";
}

const KINDS: readonly [DuplicateKind, ...DuplicateKind[]] = [
  { hasEmail: true, hasLinkedin: true, by: ["Email", "LinkedIn URL"], outcome: "unmodified" },
  { hasEmail: true, hasLinkedin: true, by: ["LinkedIn URL"], outcome: "updated" },
  { hasEmail: true, hasLinkedin: false, by: ["Email"], outcome: "updated" },
  { hasEmail: false, hasLinkedin: true, by: ["LinkedIn URL"], outcome: "unmodified" },
  { hasEmail: true, hasLinkedin: true, by: ["Email"], outcome: "updated" },
];

/**
 * The second row about somebody. An unmodified one says the same in other spellings. An updated one has a phone
 * number, which the first lacks, and lacks the tagline, which the first has: whichever comes second adds something.
 */
function duplicateOf(options: RowOptions, block: number, n: number): RowBody {
  const kind = KINDS[n] ?? KINDS[0];
  const distance = DISTANCES[n] ?? 0;
  const isNear = block < distance;
  const original = originalOf(options, isNear ? block : block - distance, isNear ? n + DUPLICATES : n);
  const chosen = choices(options.seed, block, n, 1);
  const named: Cells = {
    ...(kind.by.includes("Email") && { Email: otherEmail(chosen, original.Email ?? "") }),
    ...(kind.by.includes("LinkedIn URL") && {
      "LinkedIn URL": otherUrl(chosen, original["LinkedIn URL"] ?? ""),
    }),
  };
  if (kind.outcome === "unmodified") return { cells: { ...original, ...named }, outcome: "unmodified" };
  const { "Job title": title = "", Location: location = "" } = original;
  const cells = { ...named, "Job title": `Senior ${title}`, Location: location, Phone: phoneOf(chosen) };
  return { cells, outcome: "updated" };
}

function otherEmail({ pick }: Choices, email: string): string {
  return pick([email.toUpperCase(), ` ${email}`, `${email}  `, email.replace(/^./, upper)]);
}

function upper(text: string): string {
  return text.toUpperCase();
}

function otherUrl({ pick }: Choices, url: string): string {
  const slug = url.slice(url.lastIndexOf("/") + 1);
  return pick([
    `linkedin.com/in/${slug}/`,
    `http://fr.linkedin.com/in/${slug}?trk=public_profile`,
    `https://www.linkedin.com/in/${slug.toUpperCase()}`,
    `https://www.linkedin.com/in/${slug}/details/experience/`,
  ]);
}

function phoneOf({ below }: Choices): string {
  return `+49 30 ${String(1_000_000 + below(9_000_000))}`;
}

/** A person nobody else is, with something that is refused: what the row can't do without. */
function badRow(options: RowOptions, block: number, slot: number): RowBody {
  const id = block * BLOCK + slot;
  const shape = { hasEmail: true, hasLinkedin: true, hasPhone: true };
  const good = personOf(options.seed, id, shape, options.isLatin);
  const { Email: email = "", "LinkedIn URL": _url, ...rest } = good;
  const spoilt: readonly [RowBody, ...RowBody[]] = [
    { cells: rest, ...rejected("MISSING_IDENTIFIER") },
    { cells: { ...rest, Email: email.replace("@", " at ") }, ...rejected("INVALID_EMAIL") },
    {
      cells: { ...rest, "LinkedIn URL": "https://www.linkedin.com/company/acme" },
      ...rejected("INVALID_LINKEDIN_URL"),
    },
    { cells: { ...good, "Contact ID": `ctc_legacy-${id}` }, ...rejected("INVALID_CONTACT_ID") },
    // Only the worker can tell.
    {
      cells: { ...good, "Contact ID": `ctc_${String(id).padStart(17, "0")}` },
      ...rejected("CONTACT_NOT_FOUND_BY_ID"),
    },
  ];
  return choices(options.seed, block, slot).pick(spoilt);
}

function rejected(code: ErrorCode) {
  return { outcome: "rejected", code } as const;
}
