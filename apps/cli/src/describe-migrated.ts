import type { MigratedStores } from "./migrate-stores.ts";

/** How many pairs of records are printed. `--json` has all of them. */
const SHOWN = 100;

/** Tells a person what `onefold migrate` did. It names records by their ids only. */
export function describeMigrated({ migrated, identifiers }: MigratedStores): string {
  const { renamed, dropped, left } = identifiers;
  const lines = [migrated.length > 0 ? `Migrated: ${migrated.join(", ")}.` : "Nothing to migrate."];
  if (renamed + dropped > 0)
    lines.push(
      `Identifiers that this version spells otherwise: ${renamed} renamed, ${dropped} dropped, which their record had twice.`,
    );
  if (left.length > 0)
    lines.push("These share an identifier in the spelling of this version. Merge those that are one:");
  for (const { teamId, recordId, otherId } of left.slice(0, SHOWN))
    lines.push(`  ${recordId} and ${otherId}, of ${teamId}`);
  if (left.length > SHOWN) lines.push(`  and ${left.length - SHOWN} more: --json prints all of them.`);
  return lines.join("\n");
}
