/**
 * These are given on the command line at each start, so that a new version's settings reach old data. What durability
 * needs is here too, so that a configuration file can't take it away (docs/architecture.md#durability).
 */
export const ourSettings: Readonly<Record<string, string>> = {
  listen_addresses: "127.0.0.1",
  // A socket's path can have at most 107 bytes, and ours may be longer.
  unix_socket_directories: "",
  // An API process holds about 20 and a worker about 10.
  max_connections: "200",
  // The write path holds one advisory lock per identifier of a commit.
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
  // Its time, the process and the database.
  log_line_prefix: "%m [%p] %d ",
  log_checkpoints: "off",
  // The log must have nobody's values. An error of a statement quotes them in its message (22P02), its detail (the key
  // of a unique violation, the row of a check), its text and its parameters. Who sent the statement logs its error.
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_statement: "none",
  log_min_duration_statement: "-1",
  log_min_duration_sample: "-1",
  log_transaction_sample_rate: "0",
  log_lock_waits: "off",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
};
