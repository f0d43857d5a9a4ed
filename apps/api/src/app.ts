import { Hono } from "hono";
import { authenticate } from "./auth/authenticate.ts";
import { scopesOf } from "./auth/require-scope.ts";
import { followChangesRoute } from "./changes/follow.ts";
import { listChangesRoute } from "./changes/get.ts";
import { getClusterRoute } from "./cluster/get.ts";
import { deleteCompanyRoute } from "./companies/delete.ts";
import { deleteContactRoute } from "./contacts/delete.ts";
import { getSubscriptionRoute } from "./contacts/get-subscription.ts";
import { removeEmailRoute } from "./contacts/remove-email.ts";
import { setPrimaryEmailRoute } from "./contacts/set-primary-email.ts";
import { resubscribeRoute, unsubscribeRoute } from "./contacts/set-subscription.ts";
import { listConflictsRoute } from "./conflicts/list.ts";
import { dropDeadLetterRoute } from "./dead-letters/drop.ts";
import { getDeadLetterRoute } from "./dead-letters/get.ts";
import { listDeadLettersRoute } from "./dead-letters/list.ts";
import { mendDeadLetterRoute } from "./dead-letters/mend.ts";
import { replayDeadLetterRoute } from "./dead-letters/replay.ts";
import { createLinkRoute } from "./console/create-link.ts";
import { getSessionRoute } from "./console/get-session.ts";
import { signInRoute } from "./console/sign-in.ts";
import { signOutRoute } from "./console/sign-out.ts";
import { allowOrigins } from "./cors/allow-origins.ts";
import { answerErrors, answerNotFound } from "./errors/answer-errors.ts";
import { createFieldRoute } from "./fields/create.ts";
import { deleteFieldRoute } from "./fields/delete.ts";
import { listFieldsRoute } from "./fields/list.ts";
import { createHookRoute } from "./hooks/create.ts";
import { deleteHookRoute } from "./hooks/delete.ts";
import { listHooksRoute } from "./hooks/list.ts";
import { getIdentityRulesRoute } from "./identity-rules/get.ts";
import { replaceIdentityRulesRoute } from "./identity-rules/replace.ts";
import { cancelJobRoute } from "./jobs/cancel.ts";
import { followJobRoute } from "./jobs/follow.ts";
import { getJobResultsRoute } from "./jobs/get-results.ts";
import { getJobRoute } from "./jobs/get.ts";
import { listJobsRoute } from "./jobs/list.ts";
import { retryJobRoute } from "./jobs/retry.ts";
import { createKeyRoute } from "./keys/create.ts";
import { listKeysRoute } from "./keys/list.ts";
import { revokeKeyRoute } from "./keys/revoke.ts";
import { rotateKeyRoute } from "./keys/rotate.ts";
import { updateKeyRoute } from "./keys/update.ts";
import { listCampaignsRoute } from "./lemlist/list-campaigns.ts";
import { listContactListsRoute } from "./lemlist/list-contact-lists.ts";
import { measureAnswers } from "./metrics/measure-answers.ts";
import { mountRoutes } from "./mount-routes.ts";
import { limitRate } from "./rate-limit/limit-rate.ts";
import { differentRoute } from "./records/different.ts";
import { exportRoute } from "./records/export.ts";
import { getHistoryRoute } from "./records/get-history.ts";
import { getRoute } from "./records/get.ts";
import { listRoute } from "./records/list.ts";
import { mergeRoute } from "./records/merge.ts";
import { undoMergeRoute } from "./records/undo-merge.ts";
import { previewUploadRoute } from "./records/preview-upload.ts";
import { uploadRoute } from "./records/upload.ts";
import { upsertRoute } from "./records/upsert.ts";
import type { AppEnv } from "./request/app-env.ts";
import { requireRightTime } from "./request/require-right-time.ts";
import { requestLog } from "./request/request-log.ts";
import type { Route } from "./route.ts";
import { consolePages } from "./service/console.ts";
import { docs } from "./service/docs.ts";
import { greeting } from "./service/greeting.ts";
import { livezRoute } from "./service/livez.ts";
import { metricsRoute } from "./service/metrics.ts";
import { openapiRoute } from "./service/openapi.ts";
import { readyzRoute } from "./service/readyz.ts";
import type { Services } from "./services.ts";
import { createMemberRoute } from "./team/create-member.ts";
import { getUserRoute } from "./team/get-user.ts";
import { getTeamRoute } from "./team/get.ts";
import { updateMemberRoute } from "./team/update-member.ts";
import { updateTeamRoute } from "./team/update.ts";
import { unsubscribeVariablesRoute } from "./unsubscribes/bulk.ts";
import { exportUnsubscribedContactsRoute, exportValuesRoute } from "./unsubscribes/export.ts";
import { listValuesRoute } from "./unsubscribes/list.ts";
import { getValueRoute, resubscribeValueRoute, unsubscribeValueRoute } from "./unsubscribes/value-routes.ts";
import { createWebhookRoute } from "./webhooks/create.ts";
import { deleteWebhookRoute } from "./webhooks/delete.ts";
import { getWebhookRoute } from "./webhooks/get.ts";
import { getWebhookAttemptRoute } from "./webhooks/get-attempt.ts";
import { listWebhookAttemptsRoute } from "./webhooks/list-attempts.ts";
import { listWebhooksRoute } from "./webhooks/list.ts";
import { replayWebhookRoute } from "./webhooks/replay.ts";
import { rotateWebhookSecretRoute } from "./webhooks/rotate-secret.ts";
import { testWebhookRoute } from "./webhooks/test.ts";
import { updateWebhookRoute } from "./webhooks/update.ts";

/** Every route of the API. They are matched in this order, and the first that takes a request answers it. */
export const ROUTES: readonly Route[] = [
  livezRoute,
  readyzRoute,
  metricsRoute,
  openapiRoute(() => ROUTES),

  upsertRoute("contact"),
  uploadRoute("contact"),
  previewUploadRoute("contact"),
  mergeRoute("contact"),
  undoMergeRoute("contact"),
  differentRoute("contact", "POST"),
  differentRoute("contact", "DELETE"),
  listRoute("contact"),
  exportRoute("contact"),
  listContactListsRoute,
  getRoute("contact"),
  getHistoryRoute("contact"),
  deleteContactRoute,
  removeEmailRoute,
  setPrimaryEmailRoute("PUT"),
  setPrimaryEmailRoute("POST"),
  getSubscriptionRoute,
  unsubscribeRoute,
  resubscribeRoute,

  listValuesRoute("variable"),
  unsubscribeVariablesRoute,
  getValueRoute("variable"),
  unsubscribeValueRoute("variable"),
  resubscribeValueRoute("variable"),
  exportValuesRoute("variable"),
  exportUnsubscribedContactsRoute,
  listValuesRoute("email"),
  getValueRoute("email"),
  unsubscribeValueRoute("email"),
  resubscribeValueRoute("email"),
  exportValuesRoute("email"),

  upsertRoute("company"),
  uploadRoute("company"),
  previewUploadRoute("company"),
  mergeRoute("company"),
  undoMergeRoute("company"),
  differentRoute("company", "POST"),
  differentRoute("company", "DELETE"),
  listRoute("company"),
  exportRoute("company"),
  getRoute("company"),
  getHistoryRoute("company"),
  deleteCompanyRoute,

  listConflictsRoute,

  listDeadLettersRoute,
  getDeadLetterRoute,
  mendDeadLetterRoute,
  replayDeadLetterRoute,
  dropDeadLetterRoute,

  listFieldsRoute,
  createFieldRoute,
  deleteFieldRoute,
  getIdentityRulesRoute,
  replaceIdentityRulesRoute,

  getTeamRoute,
  updateTeamRoute,
  createMemberRoute,
  updateMemberRoute,
  getUserRoute,

  listCampaignsRoute,

  listKeysRoute,
  createKeyRoute,
  revokeKeyRoute,
  rotateKeyRoute,
  updateKeyRoute,

  listChangesRoute,
  followChangesRoute,

  listWebhooksRoute,
  createWebhookRoute,
  getWebhookRoute,
  updateWebhookRoute,
  deleteWebhookRoute,
  rotateWebhookSecretRoute,
  listWebhookAttemptsRoute,
  getWebhookAttemptRoute,
  replayWebhookRoute,
  testWebhookRoute,
  listHooksRoute,
  createHookRoute,
  deleteHookRoute,

  listJobsRoute,
  getJobRoute,
  getJobResultsRoute,
  followJobRoute,
  cancelJobRoute,
  retryJobRoute,

  createLinkRoute,
  signInRoute,
  getSessionRoute,
  signOutRoute,

  getClusterRoute,
];

/** Builds the API: the middlewares that every request passes, then the routes. */
export function createApp(services: Services): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(requestLog(services.log));
  app.use(measureAnswers(services.metrics));
  if (services.corsOrigins.length > 0) app.use(allowOrigins(services.corsOrigins));
  app.onError(answerErrors(services.log));
  app.notFound(answerNotFound(app));

  app.use("/api/*", authenticate(services, scopesOf(ROUTES)));
  app.use("/api/*", limitRate(services));
  app.use("/api/*", requireRightTime(services));

  app.get("/", greeting());
  app.on("GET", ["/docs", "/docs/", "/docs/:file"], docs());
  app.on("GET", ["/console", "/console/*"], consolePages());
  mountRoutes(app, ROUTES, services);
  return app;
}
