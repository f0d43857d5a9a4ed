import { useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { Button } from "../../parts/button.tsx";

/** Goes to a job by its id, or to the requests of the last day that reached a record. */
export function JobSearch() {
  const [text, setText] = useState("");
  const [, navigate] = useLocation();
  const find = () => {
    const sought = text.trim();
    if (sought === "") return;
    const isJob = sought.startsWith("job_");
    navigate(
      isJob
        ? `/jobs/${encodeURIComponent(sought)}`
        : `/jobs?${new URLSearchParams({ of: "requests", record: sought }).toString()}`,
    );
  };
  return (
    <form class="filters" role="search" onSubmit={(event) => (event.preventDefault(), find())}>
      <label class="field field-wide">
        <span>Find a job</span>
        <input
          class="input"
          type="search"
          placeholder="job_…, jane@example.com, ctc_…"
          value={text}
          spellcheck={false}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <Button type="submit">Find</Button>
    </form>
  );
}
