/** Gives what a look finds; undefined where it fails, or doesn't answer within so many milliseconds. */
export async function inTime<T>(ms: number, look: () => Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([look(), late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
