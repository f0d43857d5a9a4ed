import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { EmbeddedPostgresError } from "./errors.ts";

/** A lock that is held until it is disposed of or its process ends, however it ends. */
export interface FolderLock extends Disposable {
  readonly folder: string;
}

const SQLITE_BUSY = 5;

/**
 * Takes a folder for this process alone, and creates it if it is missing.
 *
 * The lock is SQLite's exclusive lock on an empty file, which is a lock of the kernel. So it goes with its process
 * (with SIGKILL too, and no pid can be mistaken for another's), two starts can't both get it, and children don't
 * inherit it. Node has no flock of its own.
 */
export function lockFolder(folder: string): FolderLock {
  let file: DatabaseSync | undefined;
  const pidFile = join(folder, "lock.pid");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    file = new DatabaseSync(join(folder, "lock"), { timeout: 0 });
    // No journal is needed, as nothing is ever written.
    file.exec("pragma journal_mode = off; begin exclusive");
    writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  } catch (error) {
    file?.close();
    throw explain(error, folder, pidFile);
  }
  const held = file;
  return {
    folder,
    [Symbol.dispose]() {
      if (!held.isOpen) return;
      rmSync(pidFile, { force: true });
      held.close();
    },
  };
}

function explain(error: unknown, folder: string, pidFile: string): EmbeddedPostgresError {
  if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) {
    return new EmbeddedPostgresError(
      "FOLDER_IN_USE",
      `The folder ${folder} is in use by another Onefold${holderOf(pidFile)}: stop that one first, or use another folder.`,
      { cause: error },
    );
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new EmbeddedPostgresError(
    "FOLDER_UNREACHABLE",
    `The folder ${folder} can't be used by this user, perhaps because another one made it (${reason}).`,
    { cause: error },
  );
}

/** Reads who holds the lock, only for the message. The lock itself doesn't depend on this file. */
function holderOf(pidFile: string): string {
  try {
    return ` (process ${readFileSync(pidFile, "utf8").trim()})`;
  } catch {
    return "";
  }
}
