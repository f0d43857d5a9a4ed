import type { Entity, ItemRef, Upsert } from "@onefold/contract";
import { QueueUnavailableError } from "@onefold/queue";
import type { StoredReceipt } from "@onefold/records";
import { queueUnavailable } from "./errors/unavailable.ts";
import { reading } from "./errors/reading.ts";
import { presentAccepted } from "./present/accepted.ts";
import { presentUpsert } from "./present/upsert.ts";
import type { AppContext } from "./request/app-env.ts";
import { readPrefer } from "./request/prefer.ts";
import type { Wait } from "./request/prefer.ts";
import { readBody } from "./request/read-body.ts";
import { reply } from "./request/reply.ts";
import { readOnConflict } from "./request/upsert-options.ts";
import type { Services } from "./services.ts";
import type { ParsedBody, UpsertContext } from "./validate/parsed-body.ts";
import { validationError } from "./validate/validation-error.ts";

export type ParseBody = (body: Readonly<Record<string, unknown>>, context: UpsertContext) => ParsedBody;

/**
 * The way of an upsert through the API (DESIGN.md, "The way of a request"): validate, name the item, add
 * it durably, and wait for its receipt if the client wants that and it can be met.
 */
export async function acceptUpsert(
  c: AppContext,
  services: Services,
  entity: Entity,
  parse: ParseBody,
): Promise<Response> {
  const onConflict = readOnConflict(c);
  const wait = readPrefer(c.req.header("prefer"), services.limits.waitMs);
  const body = await readBody(c, services.limits.bodyMaxBytes);
  const upsert = await validate(c, services, entity, (registry) =>
    parse(body, { key: c.get("key"), onConflict, registry }),
  );

  const ref = nameItem(c, services);
  const { estimatedStartMs } = services.producer.backlog();
  const waitMs = estimatedStartMs > wait.waitMs ? 0 : wait.waitMs;
  const receipt = await submit(services, ref, upsert, { waitMs, bytes: announcedLength(c) });
  return receipt ? answer(c, wait, receipt) : answerLater(c, wait, ref, estimatedStartMs);
}

/** A body that names an unknown field is judged again by a registry that is read again. */
async function validate(
  c: AppContext,
  { registries }: Services,
  entity: Entity,
  parse: (registry: UpsertContext["registry"]) => ParsedBody,
): Promise<Upsert> {
  const { teamId } = c.get("key");
  const cached = registries.of(teamId);
  const known = cached instanceof Promise ? await reading(() => cached) : cached;
  let parsed = parse(known[entity]);
  if (!parsed.ok && parsed.problems.some(({ code }) => code === "INVALID_FIELD")) {
    const reloaded = await reading(() => registries.reload(teamId));
    if (reloaded !== known) parsed = parse(reloaded[entity]);
  }
  if (!parsed.ok) throw validationError(parsed.problems);
  return parsed.upsert;
}

function nameItem(c: AppContext, { jobIds }: Services): ItemRef {
  const { teamId } = c.get("key");
  const acceptedAt = Date.now();
  const jobId = jobIds.issue(teamId, acceptedAt);
  c.set("jobId", jobId);
  return { teamId, jobId, row: 0, acceptedAt };
}

/** Of the body, which Node holds against it; undefined for a chunked one. */
function announcedLength(c: AppContext): number | undefined {
  const length = c.env.incoming.headers["content-length"];
  return length === undefined ? undefined : Number(length);
}

/** Adds the item; its waiter is registered before, so that no wake-up is missed. */
async function submit(
  { producer, watcher }: Services,
  ref: ItemRef,
  upsert: Upsert,
  { waitMs, bytes }: { waitMs: number; bytes: number | undefined },
): Promise<StoredReceipt | undefined> {
  const deadline = performance.now() + waitMs;
  using waiter = waitMs > 0 ? watcher.expect(ref, "own") : undefined;
  try {
    await producer.submit(ref, upsert, { wait: waiter !== undefined, bytes });
  } catch (error) {
    throw error instanceof QueueUnavailableError ? queueUnavailable(error) : error;
  }
  return await waiter?.receipt(Math.max(0, deadline - performance.now()));
}

function answer(c: AppContext, wait: Wait, receipt: StoredReceipt): Response {
  const { status, body } = presentUpsert(receipt);
  return reply(c, status, body, preferenceApplied(wait));
}

function answerLater(c: AppContext, wait: Wait, ref: ItemRef, estimatedStartMs: number): Response {
  const body = presentAccepted(ref, estimatedStartMs);
  return reply(c, 202, body, { Location: body.job.url, ...preferenceApplied(wait) });
}

function preferenceApplied({ applied }: Wait): Record<string, string> {
  return applied === undefined ? {} : { "Preference-Applied": applied };
}
