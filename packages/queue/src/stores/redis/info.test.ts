import { expect, test } from "vitest";
import { parseInfo, replicasOf } from "./info.ts";

const infoOf = (...lines: string[]) => parseInfo(["# Replication", ...lines, ""].join("\r\n"));

test("replicas are told with how far they are, as far as the server knows that", () => {
  const info = infoOf(
    "connected_slaves:3",
    "slave0:ip=10.0.0.2,port=6379,state=online,offset=900,lag=1",
    "slave1:ip=::1,port=6380,state=wait_bgsave,offset=0,lag=-1",
    "slave2:ip=10.0.0.4,port=6379,state=online",
    "master_repl_offset:1000",
  );
  const of = { of: "queue", primary: "one:6379" };
  expect(replicasOf(info, "one:6379")).toEqual([
    { ...of, name: "10.0.0.2:6379", state: "online", lagBytes: 100, lagMs: 1_000 },
    { ...of, name: "::1:6380", state: "wait_bgsave", lagBytes: 1_000 },
    { ...of, name: "10.0.0.4:6379", state: "online" },
  ]);
});

test("a replica that confirms while it is asked isn't ahead", () => {
  const info = infoOf("slave0:ip=a,port=1,state=online,offset=12,lag=0", "master_repl_offset:10");
  expect(replicasOf(info, "one")[0]?.lagBytes).toBe(0);
});
