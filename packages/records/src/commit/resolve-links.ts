import type { Item, Warning } from "@onefold/contract";
import { definitionOf } from "@onefold/identity";
import type { CommitState } from "./commit-state.ts";

/** By which identifier a contact's request names its company. */
export const LINK_KINDS = { companyDomain: "domain", companyLinkedinUrl: "linkedin" } as const;

/**
 * The company that a contact is to be linked to. One that isn't there is a warning, and is never created.
 */
export function linkCompany(
  state: CommitState,
  { ref, upsert }: Item,
  warnings: Warning[],
): { companyId?: string } {
  if (!upsert.company) return {};
  const { field, value } = upsert.company;
  const companies = state.entities.company;
  const companyId =
    field === "companyId"
      ? companies.exists(ref.teamId, value) && value
      : companies.ownerOf(ref.teamId, { kind: LINK_KINDS[field], value });
  if (companyId) return { companyId };
  warnings.push({
    code: "COMPANY_NOT_FOUND",
    field,
    message: `No company has this ${field}, so the contact was not linked. Create the company first.`,
  });
  return {};
}

/** The owner: the member that was named, else the owner of the API key, with a warning. */
export function setOwner(
  state: CommitState,
  { ref, upsert }: Item,
  warnings: Warning[],
): { ownerId?: string } {
  if (!upsert.owner) return {};
  const member = state.memberOf(ref.teamId, upsert.owner);
  if (member) return { ownerId: member };
  warnings.push({
    code: "OWNER_NOT_FOUND",
    field: definitionOf(upsert.entity).ownerField,
    message: "No member of the team has this id or e-mail, so the owner of the API key was set.",
  });
  return { ownerId: upsert.userId };
}
