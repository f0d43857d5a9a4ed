/**
 * Gives the time of processors that this process has used, in milliseconds. What some work takes of it is the same on a
 * busy machine as on an idle one, which the time on the clock isn't.
 */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
