import type { DeadLetterOutcome } from "@onefold/client/types";
import { useLocation } from "wouter-preact";
import { queryClient } from "../../api/query-client.ts";
import { toast } from "../../parts/toasts.tsx";
import { LETTERS } from "./letters.ts";

/** Does something with a letter, tells what its row came to, and goes back to the others. */
export function useSettle() {
  const [, navigate] = useLocation();
  return async (act: () => Promise<DeadLetterOutcome>): Promise<void> => {
    try {
      const { data } = await act();
      const isWrong = data.outcome === "rejected" && data.code !== "DROPPED";
      toast(isWrong ? `Rejected: ${data.message ?? data.code}` : toldOf(data), isWrong ? "bad" : "good");
      navigate("/dead-letters");
    } finally {
      // It was tried once more, or somebody else was faster.
      await queryClient.invalidateQueries({ queryKey: [LETTERS] });
    }
  };
}

function toldOf({ outcome, recordId }: DeadLetterOutcome["data"]): string {
  if (outcome === "rejected") return "Dropped.";
  return recordId === undefined ? `Applied: ${outcome}.` : `Applied: ${recordId} is ${outcome}.`;
}
