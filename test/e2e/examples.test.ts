import { describe, expect, test } from "vitest";
import { EXAMPLES, exampleRequest } from "./examples/support/example-requests.ts";
import { useSharedStack } from "./support/shared-stacks.ts";

const stack = useSharedStack();

describe("the example of a request, sent as it is to a fresh team, is done:", () => {
  test.each(EXAMPLES)("$id", async (example) => {
    const team = await stack().newTeam();
    const { method, path, options } = await exampleRequest(example, team, stack());
    const answer = await team.request(method, path, options);
    // A batch never waits, nor does what the workers do by themselves.
    const isQueued = Array.isArray(example.example) || example.id === "replayWebhook";
    const expected = isQueued ? [202] : [200, 201];
    expect(expected, JSON.stringify(answer.body)).toContain(answer.status);
  });
});
