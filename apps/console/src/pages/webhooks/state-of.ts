import type { Webhook } from "@onefold/client/types";
import type { Tone } from "../../parts/badge.tsx";

export interface WebhookState {
  readonly tone: Tone;
  readonly word: string;
  /** What it means, and what to do. */
  readonly why: string;
  /** Since when, where that is known. */
  readonly since?: string | undefined;
}

const DISABLED: Readonly<Record<NonNullable<Webhook["disabledReason"]>, Omit<WebhookState, "since">>> = {
  asked: {
    tone: "plain",
    word: "disabled",
    why: "By a request. Enabled, it goes on where it was, as far as events are kept.",
  },
  failing: {
    tone: "bad",
    word: "disabled: it failed",
    why: "No attempt had success for three days. See that it answers with 2xx, then enable it: it goes on where it was.",
  },
  gone: {
    tone: "bad",
    word: "disabled: gone",
    why: "It answered 410, which means: send nothing any more. Enabled, it goes on where it was.",
  },
};

/** Says how it goes with a webhook. Pure. */
export function stateOf(webhook: Webhook): WebhookState {
  const { enabled, disabledReason = "asked", disabledAt, failingSince, replaySince, lastSuccessAt } = webhook;
  if (!enabled) return { ...DISABLED[disabledReason], since: disabledAt };
  if (failingSince !== undefined)
    return {
      tone: "warn",
      word: "failing",
      why: "No attempt had success since then. It is tried again and again, and disabled after three days.",
      since: failingSince,
    };
  if (replaySince !== undefined)
    return {
      tone: "accent",
      word: "sending again",
      why: "Events since then are being sent once more.",
      since: replaySince,
    };
  if (lastSuccessAt !== undefined)
    return { tone: "good", word: "delivering", why: "The last attempt had success.", since: lastSuccessAt };
  return {
    tone: "plain",
    word: "enabled",
    why: "Nothing was delivered to it yet. A test shows whether it can be.",
  };
}
