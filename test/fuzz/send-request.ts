import type { FindOperation } from "./document/find-operation.ts";
import type { JudgeAnswer } from "./judge/judge-answer.ts";
import { judgeTalk } from "./judge/judge-talk.ts";
import { learnFrom } from "./known/learn-from.ts";
import type { Planned } from "./plan-request.ts";
import type { Findings } from "./report/findings.ts";
import type { Tally } from "./report/tally.ts";
import type { Service } from "./service/start-service.ts";
import { isLive } from "./service/world.ts";
import type { World } from "./service/world.ts";
import { createLine } from "./wire/talk.ts";
import type { Line, Talk } from "./wire/talk.ts";

export interface SenderOptions {
  readonly service: Service;
  readonly find: FindOperation;
  readonly judge: JudgeAnswer;
  readonly findings: Findings;
  readonly tally: Tally;
  /** An answer that takes longer is wrong. */
  readonly limitMs: number;
}

/** Sends a request on a connection, and notes all that its answer says. */
export type SendRequest = (planned: Planned, world: World, line: Line) => Promise<Talk>;

export function createSender({ service, find, judge, findings, tally, limitMs }: SenderOptions): SendRequest {
  return async (planned, world, line) => {
    const talk = await talkOf(planned, line, service.port, limitMs);
    noteAccepted(planned, world, talk);
    const problems = judgeTalk(planned, talk, find, judge);
    const route = routeOf(planned, find);
    count(tally, route, planned, talk, problems.length);
    for (const problem of problems) await findings.ofTalk(route, planned, talk, problem);
    const [answer] = talk.answers;
    if (answer && planned.kind === "valid" && answer.status < 300 && answer.body.length < LEARNT_BYTES)
      learnFrom(world.known, planned.operation, answer.body.toString("utf8"));
    if (planned.hasKey && answer && [401, 403].includes(answer.status)) {
      await world.replace(planned.key);
      if (await isWronglyRefused(service, world, planned, line))
        await findings.ofTalk(route, planned, talk, `${answer.status} for a key that is good`);
    }
    return talk;
  };
}

/** A longer list tells nothing more. */
const LEARNT_BYTES = 20_000;
/** Longer than a client has to stay where nothing need be answered yet. */
const LEAVE_MS = { unfinished: 400, events: 300, waits: 1_500 };

async function talkOf(planned: Planned, kept: Line, port: number, limitMs: number): Promise<Talk> {
  const { steps, methods, answers, kind } = planned;
  const options = { methods, answers, limitMs, leaveAfterMs: leaveAfter(planned) };
  if (kind !== "hostile") return await kept.talk(steps, options);
  using own = createLine(port);
  return await own.talk(steps, options);
}

function leaveAfter({ isUnfinished, target = "", methods }: Planned): number | undefined {
  if (isUnfinished) return LEAVE_MS.unfinished;
  if (methods[0] !== "GET") return undefined;
  if (target.includes("/events")) return LEAVE_MS.events;
  return target.includes("wait=") ? LEAVE_MS.waits : undefined;
}

function routeOf(planned: Planned, find: FindOperation): string {
  if (planned.name !== undefined) return `hostile: ${planned.name}`;
  const found = find(planned.methods[0] ?? "", planned.target ?? "");
  return found.operation?.name ?? (found.hasPath ? "another method" : "no route");
}

const JOB = /"job":\{"id":"(job_\w+)"/;
const ROWS_READ = /"rows":\{"read":(\d+)/;

/** What its answers say that is accepted, and what can't be known. */
function noteAccepted(planned: Planned, world: World, { answers, end, isRepeated }: Talk): void {
  if (planned.mayBeAccepted && isRepeated) world.unknown++;
  for (const [at, { status, body }] of answers.entries()) {
    if (planned.methods[at] === "GET" || planned.methods[at] === "HEAD") continue;
    const text = body.toString("utf8");
    const job = JOB.exec(text)?.[1];
    // One that an answer names before it is read whole keeps what was said of it then.
    if (job !== undefined) world.told.set(job, world.told.get(job) ?? numberOf(ROWS_READ.exec(text)?.[1]));
    else if (isUntold(planned, status)) world.untold++;
    else if (status >= 500) world.unknown++;
  }
  const unanswered = Math.max(0, planned.methods.length - answers.length);
  if (planned.mayBeAccepted && end !== "answered") world.unknown += Math.max(1, unanswered);
}

/** Its answer, which is lemlist's, has no room for the job that it leaves. */
function isUntold({ target = "" }: Planned, status: number): boolean {
  return status < 300 && target.includes("/unsubscribes/");
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

function count(
  tally: Tally,
  route: string,
  { kind }: Planned,
  { answers, ms, end }: Talk,
  problems: number,
): void {
  const row = tally.row(route, kind);
  row.requests++;
  row.problems += problems;
  if (answers.length === 0) row.silent++;
  if (end === "answered") row.slowestMs = Math.max(row.slowestMs, ms);
  for (const { status } of answers) {
    const digit = Math.floor(status / 100) - 2;
    row.classes[digit === 0 || digit === 1 || digit === 2 ? digit : 3]++;
    if (status === 503) row.status503++;
  }
}

/** Longer than a process takes a key for what it was. */
const STALE_MS = 6_000;

/** A key whose member was blocked and is no more may be refused for some seconds. */
async function isWronglyRefused(
  { db }: Service,
  world: World,
  { key }: Planned,
  line: Line,
): Promise<boolean> {
  if (!(await isLive(db, world, key))) return false;
  await new Promise((resolve) => void setTimeout(resolve, STALE_MS));
  const head = `GET /api/team HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${key.secret}\r\n\r\n`;
  const { answers } = await line.talk([Buffer.from(head)], {
    methods: ["GET"],
    answers: 1,
    limitMs: STALE_MS,
  });
  return [401, 403].includes(answers[0]?.status ?? 0) && (await isLive(db, world, key));
}
