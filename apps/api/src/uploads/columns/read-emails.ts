/** Between several values of a cell: Google's colons, semicolons, commas, line breaks. */
const BETWEEN = /\s+:::\s+|[;,\r\n]+/;

/**
 * The addresses of a cell: `Jane <jane@example.com>`, `mailto:jane@example.com`, several with `;`, `,`, ` ::: ` or line
 * breaks between them. What is no address stays as it is, where there is none beside it.
 */
export function readEmails(text: string): string[] {
  const parts = text
    .split(BETWEEN)
    .map(bare)
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

/** Google's colons stand between several values of any kind: the first of them. */
export function firstOf(text: string): string {
  const at = text.indexOf(" ::: ");
  return at === -1 ? text : text.slice(0, at).trim();
}
