import { bytesOf } from "../draw/draft.ts";
import { encodeHead, encodeRequest, headersOf, targetOf } from "../draw/encode-request.ts";
import type { Arms, Attackers, Step } from "./attack.ts";

/** At least so many are taken. */
const PIPELINED_MAX = 16;

/** Requests that don't wait for each other's answers, or for themselves. */
export const pipelines: Attackers = {
  "many at once": (arms) => {
    const length = arms.draw.random.chance(0.05) ? 200 : 10;
    const drafts = Array.from({ length }, () => arms.get());
    const steps = [Buffer.concat(drafts.map((draft) => encodeRequest(draft, arms.headers)))];
    return {
      steps,
      operation: arms.get().operation,
      methods: drafts.map(({ method }) => method),
      answers: length,
      // So many wait for each other on no connection: it is closed.
      ...(length > PIPELINED_MAX && { mayStaySilent: true as const }),
    };
  },
  "posts and noise": (arms) => {
    const [draft, other] = [arms.post(), arms.get()];
    const steps = [
      Buffer.concat([
        encodeRequest(draft, arms.headers),
        encodeRequest(other, arms.headers),
        Buffer.from("noise\r\n\r\n"),
      ]),
    ];
    return {
      steps,
      operation: draft.operation,
      methods: [draft.method, other.method],
      answers: 3,
      mayBeAccepted: true,
    };
  },
  "the same twice, under one key": (arms) => {
    const draft = arms.post();
    const named = {
      ...draft,
      headers: [...draft.headers, ["Idempotency-Key", `twice-${arms.draw.random.below(1e9)}`] as const],
    };
    const bytes = encodeRequest(named, arms.headers);
    return {
      steps: [Buffer.concat([bytes, bytes])],
      operation: draft.operation,
      methods: [draft.method, draft.method],
      answers: 2,
      mayBeAccepted: true,
    };
  },
  "a reset behind a post": (arms) => {
    const draft = arms.post();
    return {
      steps: [encodeRequest(draft, arms.headers), "destroy"],
      operation: draft.operation,
      methods: [draft.method],
      mayStaySilent: true,
      isUnfinished: true,
      mayBeAccepted: true,
    };
  },
  "a slow body": (arms) => slowly(arms, 30),
  "a body after it was asked for": (arms) => {
    const draft = arms.post();
    const body = draft.body ? bytesOf(draft.body) : Buffer.alloc(0);
    const headers = [
      ...headersOf(draft, arms.headers),
      ["Expect", "100-continue"] as const,
      ["Content-Length", String(body.length)] as const,
    ];
    const steps: Step[] = [encodeHead(draft.method, targetOf(draft), headers), { pauseMs: 30 }, body];
    return { steps, operation: draft.operation, methods: [draft.method], mayBeAccepted: true };
  },
};

function slowly(arms: Arms, pauseMs: number) {
  const draft = arms.post();
  const bytes = encodeRequest(draft, arms.headers);
  const size = Math.ceil(bytes.length / 5);
  const steps = Array.from({ length: 5 }, (_, n) => bytes.subarray(n * size, (n + 1) * size)).flatMap(
    (piece): Step[] => [piece, { pauseMs }],
  );
  return { steps, operation: draft.operation, methods: [draft.method], mayBeAccepted: true as const };
}
