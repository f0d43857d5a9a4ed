import type { Scope } from "@onefold/client/types";
import type { ComponentType } from "preact";

/** What a page is given: the parameters of its path. */
export interface PageProps {
  readonly params: Readonly<Record<string, string | undefined>>;
}

export interface Page {
  /** Below `/console`, as wouter writes it: `/jobs/:id`. */
  readonly path: string;
  readonly title: string;
  /** Set where the navigation has it: under which heading. */
  readonly group?: string;
  /** A session needs one of these scopes, or `admin`. Without the list any session may. */
  readonly needs?: readonly Scope[];
  /** Loads it when it is first shown. */
  load(): Promise<{ readonly default: ComponentType<PageProps> }>;
}

/**
 * Every page, declared once. They are matched in this order, and the navigation shows those with a group in it. How to add
 * one: docs/console.md.
 */
export const PAGES: readonly Page[] = [
  {
    path: "/",
    title: "Overview",
    group: "Service",
    needs: ["read"],
    load: () => import("./pages/overview/overview.tsx"),
  },
  {
    path: "/try-it",
    title: "Try it",
    group: "Service",
    needs: ["ingest"],
    load: () => import("./pages/try-it/try-it.tsx"),
  },
  {
    path: "/contacts",
    title: "Contacts",
    group: "Records",
    needs: ["read"],
    load: () => import("./pages/records/contacts.tsx"),
  },
  {
    path: "/contacts/:id",
    title: "Contact",
    needs: ["read"],
    load: () => import("./pages/records/contact.tsx"),
  },
  {
    path: "/companies",
    title: "Companies",
    group: "Records",
    needs: ["read"],
    load: () => import("./pages/records/companies.tsx"),
  },
  {
    path: "/companies/:id",
    title: "Company",
    needs: ["read"],
    load: () => import("./pages/records/company.tsx"),
  },
  {
    path: "/jobs",
    title: "Jobs",
    group: "Data",
    needs: ["ingest", "upload", "read"],
    load: () => import("./pages/jobs/jobs.tsx"),
  },
  {
    path: "/jobs/:id",
    title: "Job",
    needs: ["ingest", "upload", "read"],
    load: () => import("./pages/jobs/job.tsx"),
  },
  {
    path: "/import",
    title: "Import",
    group: "Data",
    needs: ["upload"],
    load: () => import("./pages/import/import.tsx"),
  },
  {
    path: "/conflicts",
    title: "Conflicts",
    group: "Records",
    needs: ["read"],
    load: () => import("./pages/conflicts/conflicts.tsx"),
  },
  {
    path: "/conflicts/:first/:other",
    title: "Conflict",
    needs: ["read"],
    load: () => import("./pages/conflicts/pair.tsx"),
  },
  {
    path: "/dead-letters",
    title: "Dead letters",
    group: "Data",
    needs: ["read"],
    load: () => import("./pages/dead-letters/dead-letters.tsx"),
  },
  {
    path: "/dead-letters/:job/:row",
    title: "Dead letter",
    needs: ["read"],
    load: () => import("./pages/dead-letters/dead-letter.tsx"),
  },
  {
    path: "/settings",
    title: "Settings",
    group: "Team",
    needs: ["read"],
    load: () => import("./pages/settings/settings.tsx"),
  },
  {
    path: "/settings/:section",
    title: "Settings",
    needs: ["read"],
    load: () => import("./pages/settings/settings.tsx"),
  },
  {
    path: "/webhooks",
    title: "Webhooks",
    group: "Team",
    needs: ["admin"],
    load: () => import("./pages/webhooks/webhooks.tsx"),
  },
  {
    path: "/webhooks/:id",
    title: "Webhook",
    needs: ["admin"],
    load: () => import("./pages/webhooks/webhook.tsx"),
  },
];
