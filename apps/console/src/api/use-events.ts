import { useEffect, useRef } from "preact/hooks";
import { queryClient } from "./query-client.ts";
import { SESSION_KEY } from "./session-key.ts";

const AGAIN_MS = 3_000;

/**
 * Follows server-sent events of a route while the page is there. What is cut off goes on by itself, from where it was; what
 * is refused, as while the service starts, is followed anew after a pause.
 * @param path undefined for none
 * @param handlers by the names of the events, with the JSON of their data; `refused` ends them
 * @param onLost called where it was refused or ended, to read otherwise what is there now
 */
export function useEvents(
  path: string | undefined,
  handlers: Readonly<Record<string, (data: unknown) => void>>,
  onLost?: () => void,
): void {
  const latest = useRef({ handlers, onLost });
  latest.current = { handlers, onLost };
  useEffect(() => {
    if (path === undefined) return undefined;
    let source = open(path);
    let pause: ReturnType<typeof setTimeout> | undefined;
    return () => {
      clearTimeout(pause);
      source.close();
    };

    function open(at: string): EventSource {
      const events = new EventSource(at);
      for (const name of Object.keys(latest.current.handlers))
        events.addEventListener(name, ({ data }: MessageEvent<string>) =>
          latest.current.handlers[name]?.(JSON.parse(data)),
        );
      events.addEventListener("refused", () => {
        events.close();
        lose();
      });
      // A browser comes back by itself after a cut, and never after a refusal.
      events.addEventListener("error", () => {
        if (events.readyState !== EventSource.CLOSED) return;
        lose();
        pause = setTimeout(() => (source = open(at)), AGAIN_MS);
      });
      return events;
    }
  }, [path]);

  function lose(): void {
    // An error says nothing of its reason, which may be that the session is over.
    void queryClient.invalidateQueries({ queryKey: SESSION_KEY });
    latest.current.onLost?.();
  }
}
