/** A role of Postgres that a process connects as. */
export interface Role {
  readonly name: string;
  readonly password: string;
}

/** Who may do what: migrations own the schema; the API and the workers read and write rows. */
export interface Roles {
  readonly migrator: Role;
  readonly api: Role;
  readonly worker: Role;
}

/**
 * The role of a URL.
 * @throws RangeError where it names none, or no password
 */
export function roleOf(url: string): Role {
  const { username, password } = new URL(url);
  if (username === "" || password === "")
    throw new RangeError("a role and its password are needed in the URL");
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}
