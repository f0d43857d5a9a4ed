/** Between several values of a cell: Google's colons, semicolons, commas, bars, line breaks, and a slash with blanks. */
const BETWEEN = /\s+:::\s+|\s+\/\s+|[;,|\r\n]+/;

/**
 * The addresses of a cell: `Jane <jane@example.com>`, `mailto:jane@example.com`, several with `;`, `,`, ` ::: ` or line
 * breaks between them. What is no address stays as it is, where there is none beside it; words beside one, as in
 * `jane@example.com (work)`, aren't of it.
 */
export function readEmails(text: string): string[] {
  const parts = text
    .split(BETWEEN)
    .map(bare)
    .flatMap(amongWords)
    .filter((part) => part !== "");
  const addresses = parts.filter((part) => part.includes("@"));
  return addresses.length > 0 ? addresses : parts;
}

/** Without a name before it, and what a link has around it. */
function bare(part: string): string {
  const open = part.lastIndexOf("<");
  const close = part.indexOf(">", open);
  const inside = open !== -1 && close !== -1 ? part.slice(open + 1, close) : part;
  return inside
    .trim()
    .replace(/^mailto:/i, "")
    .replace(/\?.*$/s, "")
    .trim();
}

/**
 * `a@example.com und b@example.com`, `jane@example.com (work)`, `Jane (jane@example.com)`: the addresses among what is
 * plainly none. Words before one may be a part of it: `jane doe@example.com` stays as it is.
 */
function amongWords(part: string): string[] {
  if (!/\s/.test(part)) return [part];
  const inside = [...part.matchAll(/[([]([^\s()[\]]+)[)\]]/g)].map(([, each = ""]) => each).filter(isAddress);
  if (inside.length > 0) return inside;
  const words = part
    .replace(/^[^@]*:\s+/, "")
    .replace(/\([^()@]*\)/g, " ")
    .trim()
    .split(/\s+/)
    .filter((word) => !JOINING.test(word));
  return words.length > 0 && words.every(isAddress) ? words : [part];
}

const JOINING = /^(?:and|or|und|oder|et|ou|y|e|o|en|of|&|\+|-)$/i;

/** As far as is needed to tell it from a word. No part of it can be read in two ways: a cell may be long. */
function isAddress(word: string): boolean {
  return /^[^\s@()[\]"]+@[^\s@()[\]".]+(?:\.[^\s@()[\]".]+)+$/.test(word);
}

/** Google's colons stand between several values of any kind: the first of them. */
export function firstOf(text: string): string {
  const at = text.indexOf(" ::: ");
  return at === -1 ? text : text.slice(0, at).trim();
}
