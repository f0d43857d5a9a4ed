import { useEffect, useState } from "preact/hooks";
import "./toasts.css";

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "good" | "bad";
}

const SHOWN_MS = 8_000;
let shown: readonly Toast[] = [];
let count = 0;
const listeners = new Set<() => void>();

function set(toasts: readonly Toast[]): void {
  shown = toasts;
  for (const tell of listeners) tell();
}

/** Tells what became of something, for some seconds. What went wrong stays until it is closed. */
export function toast(text: string, tone: Toast["tone"] = "good"): void {
  const id = ++count;
  set([...shown.slice(-3), { id, text, tone }]);
  if (tone === "good") setTimeout(() => close(id), SHOWN_MS);
}

function close(id: number): void {
  set(shown.filter((each) => each.id !== id));
}

/** Where toasts are shown. */
export function Toasts() {
  const [, setCount] = useState(0);
  useEffect(() => {
    const tell = () => setCount((before) => before + 1);
    listeners.add(tell);
    return () => void listeners.delete(tell);
  }, []);
  return (
    <div class="toasts" role="status">
      {shown.map(({ id, text, tone }) => (
        <div key={id} class={`toast toast-${tone}`}>
          <span>{text}</span>
          <button type="button" aria-label="Close" onClick={() => close(id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
