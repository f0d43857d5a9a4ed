/** A role of Postgres that a process connects as. */
export interface Role {
  readonly name: string;
  readonly password: string;
}

/** Who may do what: the migrator owns the schema; the API and the workers read and write rows. */
export interface Roles {
  readonly migrator: Role;
  readonly api: Role;
  readonly worker: Role;
}

/**
 * Reads the role of a URL. Its password is empty if the URL has none.
 * @throws RangeError where it names no role
 */
export function roleOf(url: string): Role {
  const { username, password } = new URL(url);
  if (username === "") throw new RangeError("The URL of a database names no role.");
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}
