import "./progress.css";

/** How much of something is done, from 0 to 1. */
export function Progress({ label, done }: { readonly label: string; readonly done: number }) {
  return <progress class="progress" aria-label={label} max={1} value={done} />;
}
