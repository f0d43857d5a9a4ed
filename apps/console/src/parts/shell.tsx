import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Link, useLocation } from "wouter-preact";
import { useReached } from "../api/reach.ts";
import { mayBy, signOut } from "../api/session.ts";
import type { Session } from "../api/session.ts";
import { PAGES } from "../pages.ts";
import type { Page } from "../pages.ts";
import { Button } from "./button.tsx";
import { Logo } from "./logo.tsx";
import { applyTheme, chosenTheme, THEMES } from "./theme.ts";
import "./problem.css";
import "./shell.css";

/** What stands around every page: the navigation, who is signed in, and the theme. */
export function Shell({
  session,
  children,
}: {
  readonly session: Session;
  readonly children: ComponentChildren;
}) {
  const [path] = useLocation();
  const isReached = useReached();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  // Who goes to another page by keyboard, or listens, begins there at its top.
  useEffect(() => {
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
  }, [path]);
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        Skip to the page
      </a>
      <header class="shell-side">
        <Link href="/" class="shell-brand">
          <Logo /> Onefold
        </Link>
        <Navigation session={session} path={path} />
      </header>
      <div class="shell-top">
        <span class="shell-who">
          {session.team.name} <span class="soft">· {session.key.name}</span>
        </span>
        <ThemeChoice />
        <Button kind="quiet" onClick={signOut}>
          Sign out
        </Button>
      </div>
      <main id="main" class="shell-main" tabIndex={-1} ref={main}>
        {!isReached && (
          <p class="problem shell-away" role="alert">
            The service doesn't answer: what is shown is from before. It is asked again and again.
          </p>
        )}
        {children}
      </main>
    </div>
  );
}

function Navigation({ session, path }: { readonly session: Session; readonly path: string }) {
  const shown = PAGES.filter(
    ({ group, needs }) => group !== undefined && (!needs || mayBy(session.key.scopes, needs)),
  );
  const nav = useRef<HTMLElement>(null);
  // On a narrow screen it is one line, longer than the screen.
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [path]);
  return (
    <nav class="shell-nav" aria-label="Pages" ref={nav}>
      {[...Map.groupBy(shown, ({ group = "" }) => group)].map(([group, pages]) => (
        <div key={group}>
          <h2>{group}</h2>
          <ul>
            {pages.map((page) => (
              <li key={page.path}>
                <Link href={page.path} aria-current={isAt(page, path) ? "page" : undefined}>
                  {page.title}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** A page below another one belongs to it: `/jobs/job_1` to `/jobs`. */
function isAt({ path: at }: Page, path: string): boolean {
  return path === at || (at !== "/" && path.startsWith(`${at}/`));
}

function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <label class="row small">
      <span class="sr-only">Theme</span>
      <select
        class="input"
        value={theme}
        onChange={({ currentTarget }) => {
          const chosen = THEMES.find((each) => each === currentTarget.value) ?? "system";
          applyTheme(chosen);
          setTheme(chosen);
        }}
      >
        <option value="system">System theme</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  );
}
