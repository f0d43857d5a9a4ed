import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import "./dialog.css";

/** What is asked before something is done. Escape leaves it, and the focus goes back to where it was. */
export function Dialog(props: {
  readonly title: string;
  readonly children: ComponentChildren;
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
    <dialog class="dialog" aria-labelledby={id} ref={element} onClose={() => props.onClose()}>
      <h2 id={id}>{props.title}</h2>
      {props.children}
    </dialog>
  );
}
