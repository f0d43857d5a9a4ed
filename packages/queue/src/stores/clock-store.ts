/** Issues clocks, which strictly increase over the whole deployment. */
export interface ClockStore {
  /** Issues a range of `count` clocks and gives the first. All are above `floor` and above any issued before. */
  issueClocks(count: number, floor: number): Promise<number>;
  /** Gives the highest clock issued; 0 if none was. */
  lastClock(): Promise<number>;
  /** Gives the store's time in milliseconds since 1970. */
  time(): Promise<number>;
}
