import { useEffect, useState } from "preact/hooks";

/** The link that brought one here. */
export interface SignInLink {
  /** Undefined where there is none, or none any more. */
  readonly secret: string | undefined;
  drop(): void;
}

/** The link that one came by, or that is pasted while the page is open, until it is used or left. */
export function useLink(): SignInLink {
  const [secret, setSecret] = useState(takeLink);
  useEffect(() => {
    const take = () => setSecret((before) => takeLink() ?? before);
    addEventListener("hashchange", take);
    return () => removeEventListener("hashchange", take);
  }, []);
  return { secret, drop: () => setSecret(undefined) };
}

/** Takes the secret out of the address at once, so that it stays in no history. */
function takeLink(): string | undefined {
  const secret = /^#(ofl_\w+)$/.exec(location.hash)?.[1];
  if (secret !== undefined) history.replaceState(null, "", location.pathname);
  return secret;
}
