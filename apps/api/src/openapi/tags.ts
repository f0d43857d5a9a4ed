interface Tag {
  readonly name: string;
  readonly description: string;
  /** A path that begins with one of these has the tag. */
  readonly paths: readonly string[];
}

/** The groups of the routes, in the order of the reference page. */
const TAGS: readonly Tag[] = [
  {
    name: "Contacts",
    description: "People: added, updated, found, merged and deleted.",
    paths: ["/api/contacts"],
  },
  {
    name: "Companies",
    description: "What contacts work for; the same rules as for contacts.",
    paths: ["/api/companies"],
  },
  {
    name: "Conflicts",
    description: "Records that requests named together, and that were left apart.",
    paths: ["/api/conflicts"],
  },
  {
    name: "Dead letters",
    description: "What was accepted and couldn't be applied: to be mended, replayed or dropped.",
    paths: ["/api/dead-letters"],
  },
  {
    name: "Unsubscribes",
    description:
      "Contacts that don't want to be written to, and values that make whoever has them such; an upsert never resets it.",
    paths: ["/api/v2/unsubscribes", "/api/unsubscribes", "/api/unsubs"],
  },
  {
    name: "Fields",
    description:
      "The fields that records can have: ours, and those that the team registered; and which values identify nobody.",
    paths: ["/api/fields", "/api/identity-rules"],
  },
  {
    name: "Team",
    description: "The team of the API key, its users and its keys.",
    paths: ["/api/team", "/api/users", "/api/keys"],
  },
  {
    name: "Webhooks",
    description: "Who is told at once of what happens to the team's records.",
    paths: ["/api/webhooks", "/api/hooks"],
  },
  {
    name: "Campaigns",
    description: "What lemlist has besides: there are none here.",
    paths: ["/api/campaigns"],
  },
  {
    name: "Changes",
    description: "What happened to the team's records, as events in one order.",
    paths: ["/api/changes"],
  },
  {
    name: "Jobs",
    description: "What became of an accepted request.",
    paths: ["/api/jobs"],
  },
  {
    name: "Console",
    description: "How a browser signs in to /console: by a link that works once, or by an API key.",
    paths: ["/api/console", "/console"],
  },
  {
    name: "Cluster",
    description: "The deployment as a whole, for whoever runs it.",
    paths: ["/api/cluster"],
  },
  {
    name: "Service",
    description: "The process itself: no API key is asked for.",
    paths: ["/livez", "/readyz", "/metrics", "/openapi.json", "/docs"],
  },
];

/** Gives the name of a path's group. A path without one is reported by the linter. */
export function tagOf(path: string): string | undefined {
  return TAGS.find(({ paths }) => paths.some((start) => path === start || path.startsWith(`${start}/`)))
    ?.name;
}

/** Gives the groups that have a route, with their descriptions. */
export function tagsOf(paths: readonly string[]): { name: string; description: string }[] {
  const used = new Set(paths.map(tagOf));
  return TAGS.filter(({ name }) => used.has(name)).map(({ name, description }) => ({ name, description }));
}
