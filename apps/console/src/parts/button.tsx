import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { toast } from "./toasts.tsx";
import { sentenceOf } from "./problem.tsx";
import "./button.css";

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly kind?: "plain" | "main" | "danger" | "quiet";
  readonly type?: "button" | "submit";
  readonly disabled?: boolean;
  /** While it runs the button takes no further click. What it throws is shown as a toast. */
  onClick?(): unknown;
}

export function Button({
  children,
  kind = "plain",
  type = "button",
  disabled = false,
  onClick,
}: ButtonProps) {
  const [isBusy, setBusy] = useState(false);
  const isRunning = useRef(false);
  const run = async () => {
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(true);
    try {
      await onClick?.();
    } catch (error) {
      toast(sentenceOf(error), "bad");
    } finally {
      isRunning.current = false;
      setBusy(false);
    }
  };
  return (
    <button
      class={`button button-${kind}`}
      type={type}
      disabled={disabled}
      aria-busy={isBusy}
      onClick={onClick && (() => void run())}
    >
      {children}
    </button>
  );
}
