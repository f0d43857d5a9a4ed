import type { ComponentChildren } from "preact";
import { Button } from "./button.tsx";
import { Command } from "./command.tsx";
import { Dialog } from "./dialog.tsx";

/** Shows a secret that nothing shows again, until it is said to be kept. */
export function Secret(props: {
  readonly title: string;
  readonly secret: string;
  readonly children: ComponentChildren;
  onClose(): void;
}) {
  return (
    <Dialog title={props.title} toldOnce onClose={props.onClose}>
      <p>{props.children}</p>
      <Command text={props.secret} />
      <div class="row">
        <Button kind="main" onClick={props.onClose}>
          I have kept it
        </Button>
      </div>
    </Dialog>
  );
}
