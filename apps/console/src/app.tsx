import { QueryClientProvider } from "@tanstack/preact-query";
import { useEffect, useRef } from "preact/hooks";
import { Route, Router, Switch } from "wouter-preact";
import { queryClient } from "./api/query-client.ts";
import { mayBy, sessionId, useSession } from "./api/session.ts";
import type { Session } from "./api/session.ts";
import { PAGES } from "./pages.ts";
import type { Page } from "./pages.ts";
import { SignIn } from "./pages/sign-in/sign-in.tsx";
import { useLink } from "./pages/sign-in/use-link.ts";
import { Lazy } from "./parts/lazy.tsx";
import { NotFound, NotAllowed } from "./parts/not-here.tsx";
import { Problem } from "./parts/problem.tsx";
import { Shell } from "./parts/shell.tsx";
import { Toasts } from "./parts/toasts.tsx";

/** Where the API serves the console. The paths of pages are below it. */
const BASE = "/console";

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <Router base={BASE}>
        <Gate />
        <Toasts />
      </Router>
    </QueryClientProvider>
  );
}

/** Shows the pages to who is signed in, and to anybody else how to sign in. The address stays: one comes where one wanted. */
function Gate() {
  const { session, error } = useSession();
  const link = useLink();
  const wasSignedIn = useRef(false);
  if (session) wasSignedIn.current = true;
  if (session === undefined && error) return <Problem error={error} />;
  if (session === undefined) return null;
  if (session === null || link.secret !== undefined)
    return <SignIn session={session} link={link} wasSignedIn={session === null && wasSignedIn.current} />;
  return (
    <Shell key={sessionId(session)} session={session}>
      <Switch>
        {PAGES.map((page) => (
          <Route key={page.path} path={page.path}>
            {(params) => <Shown page={page} session={session} params={decoded(params)} />}
          </Route>
        ))}
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Shell>
  );
}

/** A browser keeps some letters of a path as they were written: `jane%40example.com`. */
function decoded(params: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, value && decodedText(value)]),
  );
}

function decodedText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function Shown(props: {
  readonly page: Page;
  readonly session: Session;
  readonly params: Readonly<Record<string, string | undefined>>;
}) {
  const { page, session, params } = props;
  useEffect(() => {
    document.title = `${page.title} · Onefold`;
  }, [page.title]);
  if (page.needs && !mayBy(session.key.scopes, page.needs))
    return <NotAllowed title={page.title} needs={page.needs} />;
  return <Lazy load={page.load} params={params} />;
}
