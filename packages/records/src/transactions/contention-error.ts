/**
 * Thrown when another transaction changed what this one had read before it could lock it: a record was merged or
 * deleted, or an identifier went elsewhere. Do it again, and see what holds now.
 */
export class ContentionError extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`${what} was changed by another transaction meanwhile`, options);
    this.name = "ContentionError";
  }
}
