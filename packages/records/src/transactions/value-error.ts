/**
 * Thrown when a statement with the values of items failed. Only such an error can be an item's own fault. The same
 * class of error from any other statement is an outage.
 */
export class ValueError extends Error {
  constructor(cause: unknown) {
    super("a statement that carries the items' values failed", { cause });
    this.name = "ValueError";
  }

  static async from<T>(statements: () => Promise<T>): Promise<T> {
    try {
      return await statements();
    } catch (error) {
      throw new ValueError(error);
    }
  }
}
