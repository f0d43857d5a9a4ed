import { spawn } from "node:child_process";

/** The user that a process runs as. */
export interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

export interface CommandResult {
  /** Undefined if the command could not be started or was ended by a signal. */
  readonly code: number | undefined;
  readonly output: string;
}

/** Runs a command to its end as `user` (as ourselves if undefined). It never rejects: the caller looks at the code. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { user?: OsUser | undefined; input?: string; cwd?: string } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...spawnAs(options.user),
      cwd: options.cwd ?? "/",
      stdio: ["pipe", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
    child.once("error", (error) => resolve({ code: undefined, output: error.message }));
    child.once("close", (code) => resolve({ code: code ?? undefined, output }));
  });
}

/**
 * Gives the spawn options of a process of Postgres: the user, if it is another one, and an environment of its own.
 * Postgres would obey PGDATA, PGPORT and the like of the surrounding shell.
 */
export function spawnAs(user: OsUser | undefined): {
  uid?: number;
  gid?: number;
  env: Record<string, string>;
} {
  const env = { PATH: process.env["PATH"] ?? "/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C" };
  return user === undefined ? { env } : { uid: user.uid, gid: user.gid, env };
}
