import { z } from "zod";

/** Why a webhook gets nothing any more. */
export const WebhookDisabledReason = z.enum(["asked", "failing", "gone"]).meta({
  description:
    "`asked`: by a request. `failing`: no attempt had success for three days. `gone`: it answered 410.",
});
export type WebhookDisabledReason = z.infer<typeof WebhookDisabledReason>;
