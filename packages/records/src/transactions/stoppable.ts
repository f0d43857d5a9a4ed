/** For long work that goes in steps: it is good to stop between any two of them. */
export interface Stoppable {
  /** Once it is aborted, no further step begins. What is left is for the next call, of any process. */
  readonly signal?: AbortSignal | undefined;
}
