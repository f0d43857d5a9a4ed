import { createRandom } from "../prove/random.ts";
import type { Random } from "../prove/random.ts";
import type { ApiDocument, Operation } from "./document/read-document.ts";
import type { Draft } from "./draw/draft.ts";
import type { Draw } from "./draw/draw.ts";
import { encodeRequest, targetOf } from "./draw/encode-request.ts";
import type { Header } from "./draw/encode-request.ts";
import type { Arms, Step } from "./hostile/attack.ts";
import { drawAttack } from "./hostile/all-attacks.ts";
import { mutatedRequest } from "./mutated/mutated-request.ts";
import type { World, WorldKey } from "./service/world.ts";
import { validRequest } from "./valid/valid-request.ts";

export const KINDS = ["valid", "mutated", "hostile"] as const;
export type Kind = (typeof KINDS)[number];

/** A request, or what is done to a connection, before it is. */
export interface Planned {
  readonly number: number;
  readonly kind: Kind;
  /** What it was made from; a mutated one may reach another. */
  readonly operation: Operation;
  /** Of an attack. */
  readonly name: string | undefined;
  readonly steps: readonly Step[];
  readonly methods: readonly string[];
  /** Of what is written as HTTP, to know what the document has for it. */
  readonly target: string | undefined;
  readonly answers: number;
  readonly key: WorldKey;
  /** Whether its key is the whole one, in its place. */
  readonly hasKey: boolean;
  readonly requestId: string | undefined;
  readonly mayStaySilent: boolean;
  readonly isUnfinished: boolean;
  readonly mayBeAccepted: boolean;
}

export interface PlanOptions {
  readonly document: ApiDocument;
  readonly seed: number;
  /** Those that requests are made for. */
  readonly operations: readonly Operation[];
}

/** Makes the request of a number: the same for the same seed, but for what the team's earlier answers told. */
export type PlanRequest = (number: number, world: World) => Planned;

export function createPlan({ document, seed, operations }: PlanOptions): PlanRequest {
  const weighted = operations.flatMap((operation) =>
    Array.from({ length: weightOf(operation) }, () => operation),
  );
  const choose = (random: Random, from: readonly Operation[]) => {
    const chosen = from[random.below(from.length)] ?? operations[0];
    if (!chosen) throw new Error("the document has operations");
    return chosen;
  };
  const having = (wanted: (operation: Operation) => boolean) => {
    const own = weighted.filter(wanted);
    return own.length > 0 ? own : document.operations.filter(wanted);
  };
  const gets = having(({ method, path }) => method === "GET" && !/export|events|openapi|readyz/.test(path));
  const posts = having(
    ({ bodies, path }) =>
      // An answer that tells a key is known by its route, which an attack's answer isn't.
      bodies.has("application/json") && !bodies.has("text/csv") && !path.startsWith("/api/keys"),
  );
  const uploads = having(({ bodies }) => bodies.has("text/csv"));

  return (number, world) => {
    const random = createRandom(Math.imul(seed ^ Math.imul(number, 0x9e3779b1), 0x85ebca6b));
    const draw: Draw = { document, random, known: world.known };
    const kind = kindOf(random.next());
    const operation = choose(random, weighted);
    const isScoped = kind === "mutated" && random.next() < 0.03;
    const key = isScoped ? world.scopedKey(random) : world.key(random);
    const requestId = `fuzz-${seed}-${number}`;
    const headers = commonHeaders(random, key, requestId);
    if (kind === "hostile") {
      const arms: Arms = {
        draw,
        headers,
        get: () => validRequest(draw, choose(random, gets)),
        post: () => validRequest(draw, choose(random, posts)),
        upload: () => validRequest(draw, choose(random, uploads)),
      };
      const { name, answers = 1, methods = ["GET"], ...attack } = drawAttack(arms);
      return {
        ...PLAIN,
        ...attack,
        number,
        kind,
        name,
        answers,
        methods,
        key,
        hasKey: false,
        requestId: undefined,
        target: undefined,
      };
    }
    const valid = validRequest(draw, operation);
    const draft = kind === "valid" ? valid : mutatedRequest(draw, valid);
    const bytes = encodeRequest(draft, headers);
    return {
      ...PLAIN,
      number,
      kind,
      operation,
      name: undefined,
      steps: [bytes],
      methods: [draft.method],
      target: targetOf(draft),
      answers: 1,
      key,
      hasKey: !isScoped && !has(draft, "Authorization"),
      requestId: has(draft, "X-Request-Id") ? undefined : requestId,
      mayBeAccepted: draft.body !== undefined || draft.method !== "GET",
      // It is answered before it is read whole, and a connection that is closed on bytes takes the answer along.
      mayStaySilent: bytes.indexOf("\r\n\r\n") > LARGEST_HEAD,
    };
  };
}

/** As Node takes it by default. */
const LARGEST_HEAD = 16 * 1024;

const PLAIN = { mayStaySilent: false, isUnfinished: false, mayBeAccepted: false };

/** Most are nearly right: what is wrong altogether is refused at the door, and what is right takes the longest. */
function kindOf(at: number): Kind {
  if (at < 0.08) return "valid";
  return at < 0.93 ? "mutated" : "hostile";
}

/** What takes long comes seldom, as does what takes keys and members away; what has the most in its body comes often. */
function weightOf({ method, path, bodies }: Operation): number {
  if (/\/(?:export|events)$/.test(path) || !path.startsWith("/api/")) return 1;
  if (/^\/api\/(?:keys|team)/.test(path)) return method === "GET" ? 2 : 1;
  if (bodies.has("text/csv")) return 5;
  if (method === "POST" && /^\/api\/(?:contacts|companies)$/.test(path)) return 60;
  return 4;
}

function commonHeaders(random: Random, { secret }: WorldKey, requestId: string): Header[] {
  // Of many clients: one that sends too many wrong keys is looked at no more.
  const address = `10.${random.below(256)}.${random.below(256)}.1`;
  const basic = Buffer.from(`:${secret}`).toString("base64");
  return [
    ["Host", "127.0.0.1"],
    ["Authorization", random.below(4) === 0 ? `Basic ${basic}` : `Bearer ${secret}`],
    ["X-Request-Id", requestId],
    ["X-Forwarded-For", address],
  ];
}

function has({ headers }: Draft, name: string): boolean {
  return headers.some(([each]) => each.toLowerCase() === name.toLowerCase());
}
