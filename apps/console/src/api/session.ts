import { ApiError, createClient } from "@onefold/client/source";
import type { ConsoleSessionAnswer, Scope } from "@onefold/client/types";
import { useQuery } from "@tanstack/preact-query";
import { client } from "./client.ts";
import { queryClient } from "./query-client.ts";
import { SESSION_KEY } from "./session-key.ts";

/** Who is signed in: the team, and the key that the session belongs to. */
export type Session = ConsoleSessionAnswer["data"];

/** Who is signed in: null where nobody is, undefined while that isn't known yet. */
export function useSession(): { readonly session: Session | null | undefined; readonly error: Error | null } {
  const { data: session, error } = useQuery({
    queryKey: SESSION_KEY,
    queryFn: async () => {
      const now = await readSession();
      // Another tab has signed out, or in as somebody else.
      if (sessionId(now) !== sessionId(queryClient.getQueryData<Session | null>(SESSION_KEY))) forget();
      return now;
    },
    staleTime: 60_000,
    refetchOnWindowFocus: "always",
  });
  return { session, error };
}

/** Names whom a session is of: what was read for one isn't another one's. */
export function sessionId(session: Session | null | undefined): string {
  return session ? `${session.team._id} ${session.key._id}` : "";
}

async function readSession(): Promise<Session | null> {
  try {
    return (await client.request<ConsoleSessionAnswer>("/api/console/session")).data;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** Says whether the session may do what needs one of these scopes. What it may not do isn't offered. */
export function useMay(): (...needed: readonly Scope[]) => boolean {
  const { session } = useSession();
  return (...needed) => mayBy(session?.key.scopes ?? [], needed);
}

/** `admin` may do everything. */
export function mayBy(scopes: readonly Scope[], needed: readonly Scope[]): boolean {
  return scopes.includes("admin") || needed.some((scope) => scopes.includes(scope));
}

/**
 * Signs in by an API key, or by what is behind the # of a link. What an earlier session read is forgotten.
 * @throws ApiError, Error for what no key can be
 */
export async function signIn(secret: string): Promise<void> {
  if (!/^[\x21-\x7e]+$/.test(secret))
    throw new Error("This is no API key: one is letters and digits, without blanks.");
  // Sent once: a link that is sent again was used.
  const once = createClient({
    url: location.origin,
    apiKey: secret,
    headers: { "X-Requested-With": "onefold-console" },
    maxRetries: 0,
  });
  const { data } = await once.request<ConsoleSessionAnswer>("/console/sign-in", { method: "POST" });
  become(data);
}

export async function signOut(): Promise<void> {
  await client.request("/api/console/session", { method: "DELETE" });
  become(null);
}

/** The browser's other tabs have the same cookie: they are told of each change. */
const tabs = new BroadcastChannel("onefold-session");
tabs.addEventListener("message", () => void queryClient.invalidateQueries({ queryKey: SESSION_KEY }));

function become(session: Session | null): void {
  forget();
  queryClient.setQueryData(SESSION_KEY, session);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
  tabs.postMessage(null);
}

/** Forgets what another session has read. */
function forget(): void {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] });
}
