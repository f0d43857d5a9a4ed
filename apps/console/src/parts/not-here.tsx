import type { Scope } from "@onefold/client/types";
import { useEffect } from "preact/hooks";
import { Link } from "wouter-preact";
import { Empty } from "./empty.tsx";

export function NotFound() {
  useEffect(() => {
    document.title = "Not found · Onefold";
  }, []);
  return (
    <Empty title="There is no such page">
      <Link href="/">Go to the overview</Link>
    </Empty>
  );
}

/** Shown by an address that another session may have been given. */
export function NotAllowed({ title, needs }: { readonly title: string; readonly needs: readonly Scope[] }) {
  return (
    <Empty title={`${title} needs another key`}>
      This session's key lacks the scope {[...new Set([...needs, "admin"])].join(" or ")}. Sign out, and in by
      a key that has it.
    </Empty>
  );
}
