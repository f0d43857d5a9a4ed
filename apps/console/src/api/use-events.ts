import { useEffect, useRef } from "preact/hooks";

/**
 * Follows server-sent events of a route while the page is there. What is cut off goes on by itself, from where it was.
 * @param path undefined for none
 * @param handlers by the names of the events, with the JSON of their data; `refused` ends them
 */
export function useEvents(
  path: string | undefined,
  handlers: Readonly<Record<string, (data: unknown) => void>>,
): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    if (path === undefined) return undefined;
    const source = new EventSource(path);
    for (const name of Object.keys(latest.current))
      source.addEventListener(name, ({ data }: MessageEvent<string>) =>
        latest.current[name]?.(JSON.parse(data)),
      );
    source.addEventListener("refused", () => source.close());
    return () => source.close();
  }, [path]);
}
