const KEY = "onefold-wanted";

/** Keeps the page that one wanted before one signed in: a link leads past it, in the same tab. */
export function keepWanted(address: string): void {
  sessionStorage.setItem(KEY, address);
}

/** Gives the page that was wanted, once, or the first one. */
export function takeWanted(): string {
  const address = sessionStorage.getItem(KEY) ?? "/";
  sessionStorage.removeItem(KEY);
  return address;
}
