import { useEffect, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { signIn, signOut } from "../../api/session.ts";
import type { Session } from "../../api/session.ts";
import { Button } from "../../parts/button.tsx";
import { Command } from "../../parts/command.tsx";
import { Form, TextField } from "../../parts/form.tsx";
import { Logo } from "../../parts/logo.tsx";
import { Problem } from "../../parts/problem.tsx";
import type { SignInLink } from "./use-link.ts";
import { keepWanted, takeWanted } from "./wanted.ts";
import "./sign-in.css";

interface SignInProps {
  readonly session: Session | null;
  readonly link: SignInLink;
  /** Whether a session has ended while the page was open. */
  readonly wasSignedIn: boolean;
}

/** Signs in by the link that brought one here, or by an API key. Whoever is signed in already is asked first. */
export function SignIn({ session, link, wasSignedIn }: SignInProps) {
  const [path, navigate] = useLocation();
  const [refusal, setRefusal] = useState<unknown>();
  const [isTrying, setTrying] = useState(false);
  const isDue = link.secret !== undefined && session === null;

  const goOn = () => {
    if (path === "/sign-in") navigate(takeWanted(), { replace: true });
  };
  const enterByLink = async (secret: string) => {
    setTrying(true);
    setRefusal(undefined);
    try {
      if (session) await signOut();
      link.drop();
      await signIn(secret);
      goOn();
    } catch (error) {
      setRefusal(error);
      setTrying(false);
    }
  };
  useEffect(() => {
    document.title = "Sign in · Onefold";
    if (path !== "/sign-in") keepWanted(`${path}${location.search}`);
  }, []);
  useEffect(() => {
    if (isDue && !isTrying) void enterByLink(link.secret);
  }, [isDue]);

  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <Logo />
        <h1>Sign in to Onefold</h1>
        {wasSignedIn && (
          <p role="status">You are signed out. Sign in again, and you are back where you were.</p>
        )}
        {refusal !== undefined && <Problem error={refusal} />}
        {isTrying || isDue ? (
          <p role="status">Signing in…</p>
        ) : session && link.secret !== undefined ? (
          <Instead
            session={session}
            onEnter={() => void enterByLink(link.secret ?? "")}
            onStay={() => {
              link.drop();
              goOn();
            }}
          />
        ) : (
          <ByKey
            onEnter={async (key) => {
              await signIn(key);
              goOn();
            }}
          />
        )}
      </div>
    </main>
  );
}

/** A link may be anybody's: it takes nobody to another team unasked. */
function Instead(props: { readonly session: Session; onEnter(): void; onStay(): void }) {
  const { session, onEnter, onStay } = props;
  return (
    <>
      <p>
        You are signed in to {session.team.name} as {session.key.name}. Sign in by this link instead?
      </p>
      <div class="row">
        <Button kind="main" onClick={onStay}>
          Stay signed in
        </Button>
        <Button onClick={onEnter}>Sign in by the link</Button>
      </div>
    </>
  );
}

function ByKey({ onEnter }: { onEnter(key: string): Promise<void> }) {
  const [key, setKey] = useState("");
  return (
    <>
      <p class="soft">Open a fresh link from a terminal where Onefold runs:</p>
      <Command text="npx onefold console" />
      <Form submit="Sign in" onSubmit={() => onEnter(key.trim())}>
        <TextField
          label="Or paste an API key"
          hint="This page may do what the key may. The key itself isn't kept."
          type="password"
          value={key}
          required
          onInput={setKey}
        />
      </Form>
    </>
  );
}
