import { Link } from "wouter-preact";
import { useMay } from "../../api/session.ts";
import "../../parts/button.css";
import { PageHead } from "../../parts/panel.tsx";
import { useFilters } from "./filters.tsx";
import { JobSearch } from "./job-search.tsx";
import { SingleJobs } from "./single-jobs.tsx";
import { UploadJobs } from "./upload-jobs.tsx";

/** Uploads and what is left of them, and the single requests of the last day. */
export default function Jobs() {
  const may = useMay();
  const isOfSingles = useFilters().get("of") === "requests";
  return (
    <div class="stack">
      <PageHead
        title="Jobs"
        lead="Each upload is a job, and each single request too: what came of it, row by row."
      >
        {may("upload") && (
          <Link class="button button-main" href="/import">
            Import a file
          </Link>
        )}
      </PageHead>
      <JobSearch />
      <nav class="tabs" aria-label="Kinds of jobs">
        <Link href="/jobs" aria-current={isOfSingles ? undefined : "page"}>
          Uploads
        </Link>
        <Link href="/jobs?of=requests" aria-current={isOfSingles ? "page" : undefined}>
          Single requests
        </Link>
      </nav>
      {isOfSingles ? <SingleJobs /> : <UploadJobs />}
    </div>
  );
}
