import type { Command } from "./commands.ts";
import {
  applyConsent,
  applyDeletion,
  applyMerge,
  applyPrimaryEmail,
  applyRemoval,
  applyUndo,
} from "./model-operations.ts";
import { applyUpsert } from "./model-upsert.ts";
import type { Model } from "./model.ts";

/** A command that was done, by its number in the history, with the clock that it got. */
export interface Done {
  readonly by: number;
  readonly command: Command;
  readonly clock: number;
}

/** Does it to the model. @returns what it comes to, as a text */
export function applyCommand(model: Model, { by, command, clock }: Done): string {
  switch (command.kind) {
    case "upsert": {
      const { names, aliases, set, clear, company, seenBefore, onConflict } = command;
      const effective = clock - seenBefore;
      return JSON.stringify(
        applyUpsert(model, { by, clock, effective, names, aliases, set, clear, company, onConflict }),
      );
    }
    case "merge":
      return applyMerge(model, {
        by,
        clock,
        primaryId: `r${command.primary}`,
        secondaryId: `r${command.secondary}`,
      });
    case "undo":
      return applyUndo(model, { clock, of: command.of });
    case "delete":
      return applyDeletion(model, { clock, name: command.name });
    case "consent":
      return applyConsent(model, {
        clock,
        recordId: `r${command.record}`,
        unsubscribed: command.unsubscribed,
      });
    case "primary-email":
      return applyPrimaryEmail(model, { clock, recordId: `r${command.record}`, name: command.name });
    case "remove-email":
      return applyRemoval(model, { clock, recordId: `r${command.record}`, name: command.name });
    default:
      return command satisfies never;
  }
}
