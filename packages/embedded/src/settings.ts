/**
 * Given on the command line at each start, so that a new version's settings reach old data.
 * Durability stands at its safe values on purpose (DESIGN.md, Durability).
 */
export const ourSettings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  // A socket's path may be longer than the 107 bytes that it can have.
  unix_socket_directories: "",
  // An API process holds about 20 and a worker about 10.
  max_connections: "200",
  // The write path holds one advisory lock per identifier of a batch.
  max_locks_per_transaction: "256",
  shared_buffers: "256MB",
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  // Nobody replicates from here.
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "2GB",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
};
