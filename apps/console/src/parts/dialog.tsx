import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import "./dialog.css";

/**
 * What is asked before something is done. Escape leaves it, unless it tells what is told once, and the focus goes back to
 * where it was.
 */
export function Dialog(props: {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly toldOnce?: boolean;
  onClose(): void;
}) {
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      class="dialog"
      aria-labelledby={id}
      ref={element}
      onKeyDown={(event) => {
        // Browsers let `cancel` be prevented only once.
        if (props.toldOnce && event.key === "Escape") event.preventDefault();
      }}
      onClose={() => props.onClose()}
    >
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </dialog>
  );
}
