import type { Database } from "@onefold/database";
import { FeedPlace } from "./held-webhook.ts";
import { attemptOf } from "./list-attempts.ts";
import type { StoredAttempt } from "./list-attempts.ts";
import { loadMessages } from "./load-messages.ts";
import type { LoadedMessage } from "./load-messages.ts";
import { MessageContent } from "./message-content.ts";
import { LemlistHook } from "./webhook.ts";
import type { WebhookName } from "./webhook.ts";

/** An attempt, with all that its message would tell now. */
export interface ReadAttempt {
  readonly attempt: StoredAttempt;
  readonly loaded: LoadedMessage;
  /** Set where its webhook was made by lemlist's route. */
  readonly lemlist?: LemlistHook;
}

/**
 * Reads an attempt with what a replay of it would tell: what was sent isn't kept, since who is erased must be in none of it.
 * @param number the attempt's
 * @returns undefined if the team has no such webhook, or that no such attempt
 */
export async function readAttempt(
  db: Database,
  { teamId, webhookId }: WebhookName,
  number: number,
): Promise<ReadAttempt | undefined> {
  const row = await db
    .selectFrom("webhook_attempts as a")
    .innerJoin("webhooks as w", (join) =>
      join.onRef("w.team_id", "=", "a.team_id").onRef("w.webhook_id", "=", "a.webhook_id"),
    )
    .selectAll("a")
    .select(["w.url", "w.place", "w.lemlist"])
    .where("a.team_id", "=", teamId)
    .where("a.webhook_id", "=", webhookId)
    .where("a.number", "=", number)
    .executeTakeFirst();
  if (!row) return undefined;
  const { url, record_id: recordId, entity, message_id: messageId } = row;
  const content = MessageContent.parse(row.content);
  const message = { url, recordId, entity, messageId, content, tries: 0, claim: 0 };
  const place = FeedPlace.parse(row.place);
  for await (const loaded of loadMessages(db, { teamId, place }, [message])) {
    const lemlist = row.lemlist === null ? {} : { lemlist: LemlistHook.parse(row.lemlist) };
    return { attempt: attemptOf(row), loaded, ...lemlist };
  }
  throw new Error("A message was asked for, and none was read.");
}
