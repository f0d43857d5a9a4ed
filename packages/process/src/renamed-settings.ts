/** Former names of settings, and their names now. A former name does nothing, so nobody may rely on it. */
export const RENAMED_SETTINGS: Readonly<Record<string, string>> = {
  BATCH_MAX_BYTES: "UPLOAD_MAX_BYTES",
  BATCH_MAX_ITEMS: "COMMIT_MAX_ITEMS",
  BATCH_MAX_LOCKS: "COMMIT_MAX_LOCKS",
  WORKER_LANES: "WORKER_SLOTS",
};

/** Gives a sentence with the new name of each former name that is set, or undefined if none is set. */
export function renamedSettings(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const renames = Object.entries(RENAMED_SETTINGS)
    .filter(([old]) => env[old])
    .map(([old, now]) => `set ${now} instead of ${old}`);
  return renames.length > 0 ? `Settings were renamed: ${renames.join(", ")}.` : undefined;
}
