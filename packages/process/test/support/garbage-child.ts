import { collectWhenIdle } from "../../src/collect-when-idle.ts";

/** This program makes garbage as a burst of requests does. Then it only says how large its heap is when it is asked. */
using _collector = collectWhenIdle(500);
const kept: string[][] = [];
for (let burst = 0; burst < 40; burst++)
  kept.push(Array.from({ length: 50_000 }, (_, n) => `${burst} ${n}`.padEnd(40, "x")));
process.send?.({ made: process.memoryUsage().heapTotal });
kept.length = 0;
process.on("message", () => process.send?.({ heap: process.memoryUsage().heapTotal }));
await new Promise((resolve) => process.once("disconnect", resolve));
