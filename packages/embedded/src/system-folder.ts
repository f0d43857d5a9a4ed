import { chmod, lstat, mkdir } from "node:fs/promises";

/** Where root's Onefold keeps what the user of Postgres can't reach elsewhere, best first. */
const CANDIDATES = ["/var/lib/onefold", "/var/tmp/onefold"];

/** Gives the candidates that exist or could be made, and that nobody but root can write to. */
export async function systemFolders(): Promise<string[]> {
  const usable: string[] = [];
  for (const folder of CANDIDATES) {
    if (await makeSafe(folder)) usable.push(folder);
  }
  return usable;
}

async function makeSafe(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    const found = await lstat(folder);
    // In /var/tmp anybody may have made the folder before us.
    if (!found.isDirectory() || found.uid !== 0) return false;
    await chmod(folder, 0o755);
    return true;
  } catch {
    return false;
  }
}
