import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { expect, test } from "vitest";
import { nameTeams, sameTeam } from "./same-team.ts";

const db = new Kysely<unknown>({
  dialect: {
    createDriver: () => new DummyDriver(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (each) => new PostgresIntrospector(each),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
const form = () => sameTeam("r", "k", [{ team_id: "tea_1" }]).compile(db).sql;

test("statements name their team as long as one service asks for it, and not after it", () => {
  expect(form()).toBe("r.team_id = k.team_id");
  const [first, second] = [nameTeams(), nameTeams()];
  first[Symbol.dispose]();
  expect(form()).toBe("r.team_id = $1 and k.team_id = $2");
  second[Symbol.dispose]();
  expect(form()).toBe("r.team_id = k.team_id");
});
