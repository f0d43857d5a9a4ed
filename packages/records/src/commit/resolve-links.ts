import type { Item, Warning } from "@onefold/contract";
import type { EntityDefinition } from "@onefold/identity";
import type { CommitState } from "./commit-state.ts";
import { linkGiven } from "./upsert-names.ts";

/**
 * The id of the record that this one is to be linked to, by the field that keeps it. One that isn't there is a
 * warning, and is never created.
 */
export function linkRecord(
  state: CommitState,
  definition: EntityDefinition,
  { ref, upsert }: Item,
  warnings: Warning[],
): Record<string, string> {
  const { entity, link } = definition;
  const named = linkGiven(definition, upsert);
  if (!link || !named || !upsert.company) return {};
  const target = state.entities[link.to];
  const recordId =
    "recordId" in named
      ? target.exists(ref.teamId, named.recordId) && named.recordId
      : target.ownerOf(ref.teamId, named.identifier);
  if (recordId) return { [link.field]: recordId };
  const { field } = upsert.company;
  warnings.push({
    code: link.missing,
    field,
    message: `No ${link.to} has this ${field}, so the ${entity} was not linked. Create the ${link.to} first.`,
  });
  return {};
}

/** The owner: the member that was named, else the owner of the API key, with a warning. */
export function setOwner(
  state: CommitState,
  { ownerField }: EntityDefinition,
  { ref, upsert }: Item,
  warnings: Warning[],
): { ownerId?: string } {
  if (!upsert.owner) return {};
  const member = state.memberOf(ref.teamId, upsert.owner);
  if (member) return { ownerId: member };
  warnings.push({
    code: "OWNER_NOT_FOUND",
    field: ownerField,
    message: "No member of the team has this id or e-mail, so the owner of the API key was set.",
  });
  return { ownerId: upsert.userId };
}
