/** Gives a URL without its password, fit for a message. */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return "the given URL";
  const url = new URL(text);
  return `${url.protocol}//${url.host}${url.pathname}`;
}
