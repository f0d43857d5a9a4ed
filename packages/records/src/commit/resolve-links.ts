import type { Item, Warning } from "@onefold/contract";
import { canonicalEmail, isId } from "@onefold/identity";
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

/**
 * The owner: the member that was named. Where nobody is that, the owner of the API key, as lemlist has it; but of a row
 * of an upload, and of what is no name of a member at all, such as their full name, the owner stays. Either with a warning.
 */
export function setOwner(
  state: CommitState,
  { ownerField }: EntityDefinition,
  { ref, upsert }: Item,
  warnings: Warning[],
): { ownerId?: string } {
  if (!upsert.owner) return {};
  const member = state.memberOf(ref.teamId, upsert.owner);
  if (member) return { ownerId: member };
  const stays = ref.upload === true || !isMemberName(upsert.owner);
  const so = stays ? "the owner was left as it is" : "the owner of the API key was set";
  warnings.push({
    code: "OWNER_NOT_FOUND",
    field: ownerField,
    message: `No member of the team has this id or e-mail, so ${so}.`,
  });
  return stays ? {} : { ownerId: upsert.userId };
}

/** Whether it could be the id or the e-mail of somebody. */
function isMemberName(owner: string): boolean {
  return isId("usr_", owner) || canonicalEmail(owner) !== undefined;
}
