import { bytesOf } from "../draw/draft.ts";
import type { Draft } from "../draw/draft.ts";
import { encodeHead, headersOf, targetOf } from "../draw/encode-request.ts";
import type { Header } from "../draw/encode-request.ts";
import type { Arms, Attack, Attackers } from "./attack.ts";

/** Bodies whose length isn't what is said of it, or is said twice. */
export const framing: Attackers = {
  "length and chunks": (arms) =>
    lengths(arms, (n) => [
      ["Content-Length", n],
      ["Transfer-Encoding", "chunked"],
    ]),
  "chunks and length": (arms) => chunked(arms, pieces(arms), [["Content-Length", "5"]]),
  "two lengths": (arms) =>
    lengths(arms, (n) => [
      ["Content-Length", n],
      ["Content-Length", `${Number(n) + 1}`],
    ]),
  "the same length twice": (arms) =>
    lengths(arms, (n) => [
      ["Content-Length", n],
      ["Content-Length", n],
    ]),
  "a list of lengths": (arms) => lengths(arms, (n) => [["Content-Length", `${n}, ${n}`]]),
  "a negative length": (arms) => lengths(arms, (n) => [["Content-Length", `-${n}`]]),
  "a length with a sign": (arms) => lengths(arms, (n) => [["Content-Length", `+${n}`]]),
  "a length in hex": (arms) => lengths(arms, (n) => [["Content-Length", `0x${n}`]]),
  "an empty length": (arms) => lengths(arms, () => [["Content-Length", ""]]),
  "a length past 2^64": (arms) => lengths(arms, () => [["Content-Length", "99999999999999999999999"]]),
  "a length of terabytes": (arms) => ({
    ...lengths(arms, () => [["Content-Length", "9007199254740991"]]),
    isUnfinished: true,
  }),
  "no length": (arms) => lengths(arms, () => []),
  "chunked twice": (arms) => chunked(arms, pieces(arms), [["Transfer-Encoding", "chunked"]]),
  "an encoding besides": (arms) => chunked(arms, pieces(arms), [["Transfer-Encoding", "gzip"]]),
  "another encoding": (arms) => lengths(arms, () => [["Transfer-Encoding", "identity"]]),
  "an encoding with a space": (arms) =>
    lengths(arms, (n) => [
      ["Transfer-Encoding ", "chunked"],
      ["Content-Length", n],
    ]),
  "an encoding on two lines": (arms) => lengths(arms, () => [["Transfer-Encoding", "\r\n chunked"]]),
  "a size that isn't hex": (arms) => chunked(arms, "xyz\r\nabc\r\n0\r\n\r\n"),
  "a negative size": (arms) => chunked(arms, "-1\r\nabc\r\n0\r\n\r\n"),
  "a size past 2^64": (arms) => chunked(arms, "fffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
  "a size of exabytes": (arms) => ({ ...chunked(arms, "fffffffffffffff\r\nabc\r\n"), isUnfinished: true }),
  "an empty size": (arms) => chunked(arms, "\r\nabc\r\n0\r\n\r\n"),
  "a chunk past its size": (arms) => chunked(arms, "2\r\nabcdef\r\n0\r\n\r\n"),
  "lines that end with LF": (arms) => chunked(arms, "3\nabc\n0\n\n"),
  "a long extension": (arms) => chunked(arms, `3;${"x".repeat(20_000)}\r\nabc\r\n0\r\n\r\n`),
  "an extension each": (arms) => chunked(arms, `${'1;a="b"\r\n{\r\n'.repeat(2_000)}0\r\n\r\n`),
  "one byte a chunk": (arms) => chunked(arms, oneByteEach(bytesOfPost(arms))),
  trailers: (arms) =>
    chunked(arms, `${pieces(arms).replace(/\r\n$/, "")}X-Trailer: a\r\nAuthorization: b\r\n\r\n`),
  "endless trailers": (arms) => chunked(arms, `0\r\n${"X-Trailer: a\r\n".repeat(3_000)}\r\n`),
  "no last chunk": (arms) => {
    const attack = chunked(arms, "3\r\nabc\r\n");
    return { ...attack, steps: [...attack.steps, "end"], ...cutOff("end") };
  },
  "a body cut off": (arms) => announced(arms, "end"),
  "a body cut off by a reset": (arms) => announced(arms, "destroy"),
  "an upload cut off": (arms) => cutUpload(arms, "end"),
  "an upload cut off by a reset": (arms) => cutUpload(arms, "destroy"),
  "more than the length": (arms) => {
    const draft = arms.post();
    const steps = [
      ...lengths(arms, (n) => [["Content-Length", `${Math.max(0, Number(n) - 3)}`]], draft).steps,
    ];
    return { steps, operation: draft.operation, methods: [draft.method], answers: 2, mayBeAccepted: true };
  },
  "a body with a GET": (arms) =>
    lengths(arms, (n) => [["Content-Length", n]], { ...arms.get(), body: { bytes: Buffer.from("{}") } }),
};

/** A request whose body is told of by these headers. */
function lengths(arms: Arms, framingOf: (length: string) => readonly Header[], draft = arms.post()): Attack {
  const body = draft.body ? bytesOf(draft.body) : Buffer.alloc(0);
  const headers = [...headersOf(draft, arms.headers), ...framingOf(String(body.length))];
  const steps = [Buffer.concat([encodeHead(draft.method, targetOf(draft), headers), body])];
  return { steps, operation: draft.operation, methods: [draft.method], mayBeAccepted: true };
}

function chunked(arms: Arms, text: string, more: readonly Header[] = []): Attack {
  const draft = arms.post();
  const headers: Header[] = [...headersOf(draft, arms.headers), ["Transfer-Encoding", "chunked"], ...more];
  const steps = [
    Buffer.concat([encodeHead(draft.method, targetOf(draft), headers), Buffer.from(text, "latin1")]),
  ];
  return { steps, operation: draft.operation, methods: [draft.method], mayBeAccepted: true };
}

function bytesOfPost(arms: Arms): Buffer {
  const { body } = arms.post();
  return body ? bytesOf(body) : Buffer.from("{}");
}

/** A body in a few chunks, as it should be. */
function pieces(arms: Arms): string {
  const body = bytesOfPost(arms);
  const half = Math.ceil(body.length / 2);
  const parts = [body.subarray(0, half), body.subarray(half)].filter(({ length }) => length > 0);
  return `${parts.map((part) => `${part.length.toString(16)}\r\n${part.toString("latin1")}\r\n`).join("")}0\r\n\r\n`;
}

function oneByteEach(body: Buffer): string {
  return `${[...body.subarray(0, 2_000)].map((byte) => `1\r\n${String.fromCharCode(byte)}\r\n`).join("")}0\r\n\r\n`;
}

function cutOff(how: "end" | "destroy"): Pick<Attack, "mayStaySilent" | "isUnfinished"> {
  return how === "end" ? { mayStaySilent: true } : { mayStaySilent: true, isUnfinished: true };
}

/** Half of what its length says. */
function announced(arms: Arms, how: "end" | "destroy", draft: Draft = arms.post()): Attack {
  const body = draft.body ? bytesOf(draft.body) : Buffer.from("{}");
  const headers: Header[] = [
    ...headersOf(draft, arms.headers),
    ["Content-Length", String(body.length + 100)],
  ];
  const half = body.subarray(0, Math.ceil(body.length / 2));
  const steps = [
    Buffer.concat([encodeHead(draft.method, targetOf(draft), headers), half]),
    { pauseMs: 20 },
    how,
  ];
  return { steps, operation: draft.operation, methods: [draft.method], ...cutOff(how) };
}

/** Rows that came before its end are taken: their job is told of, where anybody listens. */
function cutUpload(arms: Arms, how: "end" | "destroy"): Attack {
  return { ...announced(arms, how, arms.upload()), mayBeAccepted: true };
}
