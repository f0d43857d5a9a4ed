import type { Item, Warning } from "@onefold/contract";
import { canonicalEmail, isId } from "@onefold/identity";
import type { EntityDefinition } from "@onefold/identity";
import type { CommitState } from "./commit-state.ts";
import { linkGiven } from "./upsert-names.ts";

/**
 * Gives the id of the record to link to, by the field that keeps it. A record that isn't there gives a warning. Where it is
 * to be created, that was done before (`createLinked`).
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
    message:
      `No ${link.to} has this ${field}, so the ${entity} was not linked. Create the ${link.to} first` +
      (link.create ? `, or send ${link.create.option}=true.` : "."),
  });
  return {};
}

/**
 * Sets the owner: the member that was named. If no member has that name, it is the owner of the API key, as with
 * lemlist. But the owner stays for a row of an upload, and if the name can't be a member's at all, such as their full
 * name. Both give a warning.
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

/** Says whether it could be the id or the e-mail of somebody. */
function isMemberName(owner: string): boolean {
  return isId("usr_", owner) || canonicalEmail(owner) !== undefined;
}
