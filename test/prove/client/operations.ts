import type { Intent, Sent } from "../history/call.ts";

/** What is asked for, and the request that does. */
export type Operation = readonly [Intent, Sent];

export function mergeOf(primaryId: string, secondaryId: string): Operation {
  const secondaryIds = [secondaryId];
  return [
    { kind: "merge", primaryId, secondaryIds },
    {
      method: "POST",
      path: "/api/contacts/merge",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ primaryId, secondaryIds }),
    },
  ];
}

/** @param undoUrl as the merge's answer has it */
export function undoOf(undoUrl: string): Operation {
  const [, jobId = "", row = "0"] = /merge\/([^/]+)\/undo(?:\?row=(\d+))?/.exec(undoUrl) ?? [];
  return [
    { kind: "undo", jobId, row: Number(row) },
    { method: "POST", path: undoUrl, headers: {} },
  ];
}

export function deletionOf(name: string): Operation {
  return [
    { kind: "delete", name },
    { method: "DELETE", path: `/api/contacts/${name}`, headers: {} },
  ];
}

export function subscriptionOf(recordId: string, unsubscribed: boolean): Operation {
  const [kind, method] = unsubscribed
    ? (["unsubscribe", "POST"] as const)
    : (["resubscribe", "DELETE"] as const);
  return [
    { kind, recordId },
    { method, path: `/api/v2/unsubscribes/contacts/${recordId}`, headers: {} },
  ];
}

/** @param path `/api/contacts/{id}/emails/{email}` */
export function emailChangeOf(path: string, kind: "set-primary-email" | "remove-email"): Operation {
  const [, recordId = "", email = ""] = /contacts\/([^/]+)\/emails\/(.+)$/.exec(path) ?? [];
  const sent =
    kind === "remove-email" ? { method: "DELETE", path } : { method: "PUT", path: `${path}/primary` };
  return [
    { kind, recordId, email },
    { ...sent, headers: {} },
  ];
}

export function jobStepOf(jobId: string, kind: "cancel" | "retry"): Operation {
  return [
    { kind, jobId },
    { method: "POST", path: `/api/jobs/${jobId}/${kind}`, headers: {} },
  ];
}
