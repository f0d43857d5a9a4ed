import { PageHead } from "../../parts/panel.tsx";

/** Sends requests from the page, and shows what becomes of them. */
export default function TryIt() {
  return <PageHead title="Try it" lead="Send a request from here, and watch it arrive." />;
}
