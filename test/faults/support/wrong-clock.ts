/**
 * What the machine of a faulty process takes for now: right at first where `CLOCK_RIGHT` is set, else off by as many
 * seconds as `CLOCK_OFF` says. SIGUSR2 makes it right where it is wrong, and wrong where it is right.
 */
export function wrongClock(): () => number {
  const off = Number(process.env["CLOCK_OFF"] ?? 0) * 1_000;
  let isRight = process.env["CLOCK_RIGHT"] !== undefined;
  process.on("SIGUSR2", () => (isRight = !isRight));
  return () => Date.now() + (isRight ? 0 : off);
}
