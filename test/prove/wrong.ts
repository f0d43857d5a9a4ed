/** The service did what it may not, and the round can't go on from there: a finding, as those of the checker are. */
export class Wrong extends Error {
  override name = "Wrong";
}
