import { migrateStores } from "../../../apps/cli/src/migrate-stores.ts";

/** URLs of one database, as each of its roles. */
export interface TestRoles {
  readonly admin: string;
  readonly owner: string;
  readonly api: string;
  readonly worker: string;
}

/** Roles are the whole server's: those of a test are called after its database. */
export function testRoles(admin: string): TestRoles {
  const urlOf = (who: string) => {
    const url = new URL(admin);
    url.username = `${url.pathname.slice(1)}_${who}`;
    url.password = `password-of-${who}`;
    return url.href;
  };
  return { admin, owner: urlOf("owner"), api: urlOf("api"), worker: urlOf("worker") };
}

/** As `onefold migrate` does it, on a database whose tables a superuser has made before. */
export async function prepareTestRoles(urls: TestRoles, redisUrl: string | undefined): Promise<void> {
  await migrateStores({
    DATABASE_URL: urls.owner,
    ADMIN_DATABASE_URL: urls.admin,
    API_DATABASE_URL: urls.api,
    WORKER_DATABASE_URL: urls.worker,
    QUEUE_URL: redisUrl,
    QUEUE_NAMESPACE: "onefold",
    DURABILITY: "strict",
    waitMs: 3_000,
  });
}
