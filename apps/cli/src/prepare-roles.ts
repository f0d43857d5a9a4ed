import { createDatabase, createRoles, grantRoles, roleOf } from "@onefold/database";
import { CliError } from "./cli-error.ts";
import { messageOf } from "./describe-error.ts";
import { shownUrl } from "./shown-url.ts";

/** The URL by which each part of the service connects. A part without one connects as `owner`. */
export interface RoleUrls {
  /** A superuser's URL. The other roles are made with it, and the database is given to the owner. */
  readonly admin?: string | undefined;
  /** The owner of the tables. Migrations run as this role. */
  readonly owner: string;
  readonly api?: string | undefined;
  readonly worker?: string | undefined;
}

/**
 * Makes the roles, with the passwords of their URLs, if there is a superuser's URL.
 * @throws CliError
 */
export async function makeRoles({ admin, owner, api = owner, worker = owner }: RoleUrls): Promise<void> {
  if (admin === undefined) return;
  await withOwner(admin, async (db) =>
    createRoles(db, { migrator: roleOf(owner), api: roleOf(api), worker: roleOf(worker) }),
  );
}

/**
 * Grants the API's and the workers' roles what they need in a schema. Its tables must be there.
 * @param url the owner's, of the database that has the schema
 * @throws CliError
 */
export async function grantSchema(
  url: string,
  schema: string,
  { owner, api, worker }: RoleUrls,
): Promise<void> {
  if (api === undefined && worker === undefined) return;
  const names = { api: roleOf(api ?? owner).name, worker: roleOf(worker ?? owner).name };
  await withOwner(url, async (db) => grantRoles(db, { ...names, schema }));
}

async function withOwner(
  url: string,
  run: (db: ReturnType<typeof createDatabase>) => Promise<void>,
): Promise<void> {
  const db = createDatabase({ url, max: 1, applicationName: "onefold migrate" });
  try {
    await run(db);
  } catch (cause) {
    throw new CliError(
      `The roles of the database at ${shownUrl(url)} can't be set up: ${messageOf(cause)}.`,
      {
        cause,
      },
    );
  } finally {
    await db.destroy();
  }
}
