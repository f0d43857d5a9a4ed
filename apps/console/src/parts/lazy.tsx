import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Page, PageProps } from "../pages.ts";
import { Problem } from "./problem.tsx";

const loaded = new Map<Page["load"], ComponentType<PageProps>>();

/** Shows a page whose code is loaded when it is first asked for. */
export function Lazy({ load, params }: { readonly load: Page["load"] } & PageProps) {
  const [, setCount] = useState(0);
  const [error, setError] = useState<unknown>();
  const Shown = loaded.get(load);
  useEffect(() => {
    if (Shown) return;
    load().then((module) => {
      loaded.set(load, module.default);
      setCount((count) => count + 1);
    }, setError);
  }, [load, Shown]);
  if (Shown) return <Shown params={params} />;
  // After an update the files of the page that is open are gone.
  if (error !== undefined) return <Problem error={new Error("This page can't be loaded: reload it.")} />;
  return null;
}
