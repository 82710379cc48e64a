// The bare loop: the same rows into the same tables, as many in a transaction, and one with how far it has come.
// Usage: rows FILE ROWS BATCH
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static sqlite3 *db;

static void run(const char *sql) {
  char *message = NULL;
  if (sqlite3_exec(db, sql, NULL, NULL, &message)) { fprintf(stderr, "%s: %s\n", sql, message); exit(1); }
}

int main(int argc, char **argv) {
  if (argc < 4 || sqlite3_open(argv[1], &db)) return 1;
  long rows = atol(argv[2]), batch = atol(argv[3]);
  run("PRAGMA journal_mode = WAL");
  run("PRAGMA synchronous = FULL");
  run("CREATE TABLE uplink(number INTEGER PRIMARY KEY, arrived_at INTEGER NOT NULL, received_at INTEGER NOT NULL,"
      "device INTEGER NOT NULL, asset INTEGER NOT NULL, session INTEGER, deduplication INTEGER,"
      "frame_counter INTEGER, port INTEGER, rssi REAL, snr REAL, gateway INTEGER, readings BLOB NOT NULL,"
      "gateways BLOB, broker INTEGER)");
  sqlite3_stmt *insert;
  sqlite3_prepare_v3(db, "INSERT INTO uplink(arrived_at, received_at, device, asset, session, deduplication,"
    "frame_counter, port, rssi, snr, gateway, readings, gateways, broker) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", -1,
    SQLITE_PREPARE_PERSISTENT, &insert, NULL);
  run("CREATE TABLE progress(number INTEGER PRIMARY KEY CHECK(number = 1), advanced_to INTEGER NOT NULL,"
      "readings INTEGER NOT NULL, commits INTEGER NOT NULL)");
  sqlite3_stmt *progress;
  sqlite3_prepare_v3(db, "INSERT INTO progress VALUES (1, ?1, ?2, 1) ON CONFLICT DO UPDATE SET"
    " advanced_to = max(advanced_to, ?1), readings = readings + ?2, commits = commits + 1 RETURNING commits", -1,
    SQLITE_PREPARE_PERSISTENT, &progress, NULL);
  unsigned char readings[60];
  memset(readings, 7, sizeof readings);
  struct timespec a, b;
  clock_gettime(CLOCK_MONOTONIC, &a);
  for (long n = 1; n <= rows; n++) {
    if (n % batch == 1 || batch == 1) run("BEGIN IMMEDIATE");
    long long at = 1700000000000000000 + n * 1000;
    sqlite3_bind_int64(insert, 1, at);
    sqlite3_bind_int64(insert, 2, at);
    sqlite3_bind_int64(insert, 3, n % 20000);
    sqlite3_bind_int64(insert, 4, n % 20000);
    sqlite3_bind_int64(insert, 5, 0x123456789ABCDEF0);
    sqlite3_bind_null(insert, 6);
    sqlite3_bind_int64(insert, 7, n / 20000);
    sqlite3_bind_int64(insert, 8, 5);
    sqlite3_bind_double(insert, 9, -97);
    sqlite3_bind_double(insert, 10, 7.5);
    sqlite3_bind_int64(insert, 11, 0x58A0CBFFFE802A21);
    sqlite3_bind_blob(insert, 12, readings, sizeof readings, SQLITE_STATIC);
    sqlite3_bind_null(insert, 13);
    sqlite3_bind_null(insert, 14);
    if (sqlite3_step(insert) != SQLITE_DONE) return 1;
    sqlite3_reset(insert);
    if (n % batch == 0 || n == rows) {
      sqlite3_bind_int64(progress, 1, at);
      sqlite3_bind_int64(progress, 2, 6 * batch);
      while (sqlite3_step(progress) == SQLITE_ROW) {}
      sqlite3_reset(progress);
      run("COMMIT");
    }
  }
  clock_gettime(CLOCK_MONOTONIC, &b);
  printf("rows %.0f\n", (double)rows / ((double)(b.tv_sec - a.tv_sec) + 1e-9 * (double)(b.tv_nsec - a.tv_nsec)));
}
