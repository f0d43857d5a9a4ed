import { useEffect, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { signIn } from "../../api/session.ts";
import { Command } from "../../parts/command.tsx";
import { Form, TextField } from "../../parts/form.tsx";
import { Logo } from "../../parts/logo.tsx";
import { Problem } from "../../parts/problem.tsx";
import "./sign-in.css";

/** Signs in by the link that brought one here, or by an API key. */
export function SignIn() {
  const [path, navigate] = useLocation();
  const [link] = useState(takeLink);
  const [key, setKey] = useState("");
  const [refusal, setRefusal] = useState<unknown>();
  const [isTrying, setTrying] = useState(link !== undefined);

  const enter = async (secret: string) => {
    await signIn(secret);
    if (path === "/sign-in") navigate("/", { replace: true });
  };
  useEffect(() => {
    document.title = "Sign in · Onefold";
    if (link === undefined) return;
    enter(link).catch((error: unknown) => {
      setRefusal(error);
      setTrying(false);
    });
  }, []);

  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <Logo />
        <h1>Sign in to Onefold</h1>
        {isTrying ? (
          <p role="status">Signing in…</p>
        ) : (
          <>
            {refusal !== undefined && <Problem error={refusal} />}
            <p class="soft">Open a fresh link from a terminal where Onefold runs:</p>
            <Command text="npx onefold console" />
            <Form submit="Sign in" onSubmit={() => enter(key.trim())}>
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
        )}
      </div>
    </main>
  );
}

/** Takes the secret out of the address at once, so that it stays in no history. */
function takeLink(): string | undefined {
  const secret = /^#(ofl_\w+)$/.exec(location.hash)?.[1];
  if (secret !== undefined) history.replaceState(null, "", location.pathname);
  return secret;
}
