import type { Arms, Attack, Attackers } from "./attack.ts";
import { framing } from "./framing.ts";
import { heads } from "./heads.ts";
import { pipelines } from "./pipelines.ts";
import { uploads } from "./uploads.ts";

/** What is cheap comes as often as it is listed; rows that are made to be dear come less. */
const GROUPS: readonly (readonly [share: number, attackers: Attackers])[] = [
  [0.4, framing],
  [0.35, heads],
  [0.2, pipelines],
  [0.05, uploads],
];

export interface NamedAttack extends Attack {
  readonly name: string;
}

export function drawAttack(arms: Arms): NamedAttack {
  const { random } = arms.draw;
  const at = random.next();
  let sum = 0;
  const [, attackers = heads] = GROUPS.find(([share]) => (sum += share) > at) ?? [];
  const names = Object.entries(attackers);
  const [name, attacker] = names[random.below(names.length)] ?? [];
  if (name === undefined || attacker === undefined) throw new Error("there are attacks");
  return { name, ...attacker(arms) };
}
