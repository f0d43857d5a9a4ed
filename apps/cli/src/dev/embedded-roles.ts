import { randomBytes } from "node:crypto";
import type { RoleUrls } from "../prepare-roles.ts";

/**
 * Gives the roles of the private Postgres. Its superuser is used only to make them. Their passwords are new at each
 * start, so nobody needs to keep them.
 * @param admin the superuser's URL
 */
export function embeddedRoles(admin: string): RoleUrls {
  return { admin, owner: urlFor(admin, "owner"), api: urlFor(admin, "api"), worker: urlFor(admin, "worker") };
}

function urlFor(admin: string, who: "owner" | "api" | "worker"): string {
  const url = new URL(admin);
  url.username = `onefold_${who}`;
  url.password = randomBytes(24).toString("base64url");
  return url.href;
}
