import { linkedinPath } from "./linkedin-path.ts";
import { readableUrlPart } from "./readable-url-part.ts";

const ID = /^[A-Za-z0-9_-]{1,200}$/;
/**
 * Matches the end of the id in `<id>,NAME_SEARCH,a1B2`: a search and its token follow the id. The comma may be
 * percent-encoded.
 */
const END_OF_ID = /,|%2c|\//i;

/**
 * Gives the id of a Sales Navigator address: what stands before the first comma, in its own case. Many such addresses
 * end in a comma. `form` captures what follows the kind of page.
 */
export function salesNavId(raw: string, form: RegExp): string | undefined {
  const tail = form.exec(linkedinPath(raw) ?? "")?.[1];
  if (tail === undefined) return undefined;
  const [part = ""] = tail.split(END_OF_ID, 1);
  const id = readableUrlPart(part);
  return id !== undefined && ID.test(id) ? id : undefined;
}
