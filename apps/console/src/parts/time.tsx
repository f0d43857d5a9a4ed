import { useEffect, useState } from "preact/hooks";
import { ago, fullTime } from "./format.ts";

/** How long ago something was, kept true; the time itself is shown by pointing at it. */
export function Ago({ at }: { readonly at: string }) {
  const now = useNow(1_000);
  return (
    <time dateTime={at} title={fullTime(at)}>
      {ago(at, now)}
    </time>
  );
}

/** The time, again and again while the page is looked at. */
function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
