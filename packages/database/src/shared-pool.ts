import { Kysely, PostgresAdapter, PostgresDriver, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import type { Socket } from "node:net";
import type pg from "pg";
import { createPool } from "./create-database.ts";
import type { Database, DatabaseOptions } from "./create-database.ts";
import type { Tables } from "./tables/index.ts";

/** Waits until a connection may be taken. Call the function that it gives when the connection is let go. */
type Enter = () => Promise<() => void>;

/** Connections that several users share, each under a rule of its own. */
export interface SharedPool extends AsyncDisposable {
  /** Makes a database that takes a connection only after `enter`. It is light, and needn't be destroyed. */
  database(enter: Enter): Database;
  /** Breaks all connections off, for a server that may have gone silent. What is under way on them fails at once. */
  cut(): void;
}

export function createSharedPool(options: DatabaseOptions): SharedPool {
  const sockets = new Set<Socket>();
  const pool = createPool(options, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return {
    database: (enter) =>
      new Kysely<Tables>({
        dialect: {
          createDriver: () => new GatedDriver(pool, enter),
          createAdapter: () => new PostgresAdapter(),
          createIntrospector: (db) => new PostgresIntrospector(db),
          createQueryCompiler: () => new PostgresQueryCompiler(),
        },
      }),
    cut() {
      const error = Object.assign(new Error("the connection was broken off"), { code: "ECONNABORTED" });
      for (const socket of sockets) socket.destroy(error);
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

class GatedDriver extends PostgresDriver {
  readonly #enter: Enter;
  readonly #leaving = new WeakMap<object, () => void>();

  constructor(pool: pg.Pool, enter: Enter) {
    super({ pool });
    this.#enter = enter;
  }

  override async acquireConnection(...options: Parameters<PostgresDriver["acquireConnection"]>) {
    const leave = await this.#enter();
    try {
      const connection = await super.acquireConnection(...options);
      this.#leaving.set(connection, leave);
      return connection;
    } catch (error) {
      leave();
      throw error;
    }
  }

  override async releaseConnection(connection: Parameters<PostgresDriver["releaseConnection"]>[0]) {
    try {
      await super.releaseConnection(connection);
    } finally {
      this.#leaving.get(connection)?.();
    }
  }
}
