import type { Webhook, WebhookAnswer, WebhookSecretAnswer } from "@onefold/client/types";
import { useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { client } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { Secret } from "../../parts/secret.tsx";
import { toast } from "../../parts/toasts.tsx";
import { bodyToChange } from "./filters-of.ts";
import type { Chosen } from "./filters-of.ts";
import { pathOf, readAgain } from "./use-webhooks.ts";
import { WebhookForm } from "./webhook-form.tsx";

/** What can be done to a webhook as a whole. */
export function WebhookActs({ webhook }: { readonly webhook: Webhook }) {
  const { id, enabled } = webhook;
  const [asked, setAsked] = useState<"edit" | "rotate" | "delete">();
  const [secret, setSecret] = useState<string>();
  const close = () => setAsked(undefined);
  const change = async (body: object) => {
    if (Object.keys(body).length > 0)
      await client.request<WebhookAnswer>(pathOf(id), { method: "PATCH", body });
    await readAgain(id);
  };
  const edit = async (chosen: Chosen) => {
    await change(bodyToChange(webhook, chosen));
    close();
  };
  const test = async () => {
    await client.request(`${pathOf(id)}/test`, { method: "POST" });
    await readAgain(id);
    toast("A test is on its way: how it went will be the latest attempt.");
  };
  const toggle = async () => {
    await change({ enabled: !enabled });
    toast(enabled ? "Disabled: it keeps its place." : "Enabled: it goes on where it was.");
  };
  const rotate = async () => {
    const { data } = await client.request<WebhookSecretAnswer>(`${pathOf(id)}/rotate-secret`, {
      method: "POST",
    });
    setSecret(data.secret);
    await readAgain(id);
  };
  return (
    <>
      {enabled && (
        <Button kind="main" onClick={test}>
          Send a test
        </Button>
      )}
      <Button kind={enabled ? "plain" : "main"} onClick={toggle}>
        {enabled ? "Disable" : "Enable"}
      </Button>
      <Button onClick={() => setAsked("edit")}>Edit</Button>
      <Button onClick={() => setAsked("rotate")}>Rotate the secret</Button>
      <Button kind="danger" onClick={() => setAsked("delete")}>
        Delete
      </Button>
      {asked === "edit" && (
        <WebhookForm
          title="Edit the webhook"
          submit="Save"
          webhook={webhook}
          onSubmit={edit}
          onClose={close}
        />
      )}
      {asked === "rotate" && (
        <Confirm title="Make a new secret?" submit="Make it" onConfirm={rotate} onClose={close}>
          For a day messages are signed by both, so that the receiver can change over. Secrets of before that
          end at once.
        </Confirm>
      )}
      {asked === "delete" && <DeleteWebhook webhook={webhook} onClose={close} />}
      {secret !== undefined && (
        <Secret title="The new secret" secret={secret} onClose={() => setSecret(undefined)}>
          It is shown this once: give it to the receiver within a day.
        </Secret>
      )}
    </>
  );
}

function DeleteWebhook({ webhook: { id, url }, onClose }: { readonly webhook: Webhook; onClose(): void }) {
  const [, navigate] = useLocation();
  const remove = async () => {
    await client.request(pathOf(id), { method: "DELETE" });
    navigate("/webhooks");
    queryClient.removeQueries({ queryKey: ["webhooks", id] });
    await readAgain();
    toast("The webhook was deleted.");
  };
  return (
    <Confirm
      title="Delete this webhook?"
      submit="Delete the webhook"
      name={new URL(url).host}
      onConfirm={remove}
      onClose={onClose}
    >
      What waits for it and its attempts go too, and nothing brings them back. One that is disabled keeps its
      place instead.
    </Confirm>
  );
}
