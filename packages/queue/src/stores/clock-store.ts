/** Issues clocks: strictly increasing over the whole deployment. */
export interface ClockStore {
  /** The first of a range of `count` clocks, all of them above `floor` and above any issued before. */
  issueClocks(count: number, floor: number): Promise<number>;
  /** The highest clock issued; 0 where none was. */
  lastClock(): Promise<number>;
  /** What the store takes for now: milliseconds since 1970. */
  time(): Promise<number>;
}
