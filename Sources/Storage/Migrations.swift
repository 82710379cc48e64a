import GRDB

/// The history's schema, as the steps that led to it. A step that was released is never changed.
///
/// Times are nanoseconds since the Unix epoch. `docs/formats/history.md` describes the tables for others.
enum Migrations {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try db.execute(
        sql: """
          -- Numbers for names, so that a row is small. A number is never used again.
          CREATE TABLE device(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
          CREATE TABLE asset(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
          -- One row for each accepted uplink, in order of arrival, its readings packed into a blob.
          CREATE TABLE uplink(
            number INTEGER PRIMARY KEY, arrived_at INTEGER NOT NULL, received_at INTEGER NOT NULL,
            device INTEGER NOT NULL, asset INTEGER NOT NULL, session INTEGER, deduplication INTEGER,
            frame_counter INTEGER, port INTEGER, rssi REAL, snr REAL, gateway INTEGER,
            readings BLOB NOT NULL);
          -- One row for each step of an alert.
          CREATE TABLE transition(
            alert TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL, noted_at INTEGER NOT NULL,
            rule TEXT NOT NULL, asset TEXT NOT NULL, severity TEXT NOT NULL, since INTEGER NOT NULL,
            summary TEXT NOT NULL, value REAL, cause TEXT NOT NULL,
            PRIMARY KEY(alert, state, at)) WITHOUT ROWID;
          -- What people asked, with the uplink after which they did: for the replay, and for the audit.
          CREATE TABLE command(
            number INTEGER PRIMARY KEY, after_uplink INTEGER NOT NULL, at INTEGER NOT NULL,
            alert TEXT NOT NULL, action TEXT NOT NULL, until INTEGER, by TEXT NOT NULL,
            comment TEXT NOT NULL);
          -- Messages that could not be used, as they came; the newest few thousand.
          CREATE TABLE quarantine(
            number INTEGER PRIMARY KEY, arrived_at INTEGER NOT NULL, reason TEXT NOT NULL,
            topic BLOB NOT NULL, payload BLOB NOT NULL);
          -- One row: up to when the city has come, and how many readings the uplinks hold.
          CREATE TABLE progress(
            number INTEGER PRIMARY KEY CHECK(number = 1), advanced_to INTEGER NOT NULL,
            readings INTEGER NOT NULL);
          """)
    }
    migrator.registerMigration("past alerts") { db in
      try db.execute(
        sql: """
          -- What rules said: the wording that a version names, as JSON.
          CREATE TABLE rule(version TEXT PRIMARY KEY, name TEXT NOT NULL, definition TEXT NOT NULL) WITHOUT ROWID;
          ALTER TABLE transition ADD COLUMN rule_version TEXT;
          ALTER TABLE transition ADD COLUMN suppressed_by TEXT;
          CREATE INDEX transition_since ON transition(since, alert);
          CREATE INDEX command_alert ON command(alert);
          """)
    }
    migrator.registerMigration("outbox") { db in
      try db.execute(
        sql: """
          -- The alerts that somebody may have to be told of, each as it is: written with the step that made it so,
          -- gone when it is over and everybody knows.
          CREATE TABLE outbox(
            number INTEGER PRIMARY KEY AUTOINCREMENT, alert TEXT NOT NULL UNIQUE, at INTEGER NOT NULL,
            notice BLOB NOT NULL);
          -- Which version of an alert a receiver knows.
          CREATE TABLE told(
            receiver TEXT NOT NULL, alert TEXT NOT NULL, number INTEGER NOT NULL, is_resolved INTEGER NOT NULL,
            at INTEGER NOT NULL, PRIMARY KEY(receiver, alert)) WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("hours and days") { db in
      for table in ["hourly", "daily"] {
        try db.execute(
          sql: """
            -- What remains of an asset's readings of one quantity in an hour, or a day, of the city's clock.
            CREATE TABLE \(table)(
              asset INTEGER NOT NULL, quantity INTEGER NOT NULL, start INTEGER NOT NULL, min REAL NOT NULL,
              max REAL NOT NULL, sum REAL NOT NULL, count INTEGER NOT NULL, last REAL NOT NULL,
              last_at INTEGER NOT NULL, PRIMARY KEY(asset, quantity, start)) WITHOUT ROWID;
            """)
      }
    }
    migrator.registerMigration("network") { db in
      try db.execute(
        sql: """
          -- The other gateways that heard the uplink, eight bytes each; NULL when there is none.
          ALTER TABLE uplink ADD COLUMN gateways BLOB;
          -- What the daemon saw of its surroundings, with the uplink after which it did: for the replay.
          CREATE TABLE observation(
            number INTEGER PRIMARY KEY, after_uplink INTEGER NOT NULL, at INTEGER NOT NULL,
            kind TEXT NOT NULL, subject TEXT NOT NULL);
          """)
    }
    migrator.registerMigration("indicators") { db in
      try db.execute(
        sql: """
          -- The newest revision of each value of an indicator. `from` and `until` are the same for the value
          -- of a moment; `at` is earlier than `until` while a period lasts.
          CREATE TABLE indicator_value(
            indicator TEXT NOT NULL, scope TEXT NOT NULL, "from" INTEGER NOT NULL, until INTEGER NOT NULL,
            at INTEGER NOT NULL, value REAL, coverage REAL NOT NULL, revision INTEGER NOT NULL,
            PRIMARY KEY(indicator, scope, "from")) WITHOUT ROWID;
          -- What people entered, every version of it: `source` in their words, `by` the user.
          CREATE TABLE indicator_entry(
            number INTEGER PRIMARY KEY, indicator TEXT NOT NULL, scope TEXT NOT NULL, day TEXT NOT NULL,
            value REAL NOT NULL, source TEXT NOT NULL, comment TEXT NOT NULL, "by" TEXT NOT NULL,
            at INTEGER NOT NULL);
          """)
    }
    migrator.registerMigration("commits") { db in
      try db.execute(
        sql: """
          -- How many batches the journal has committed: what CommitMark keeps beside the history.
          ALTER TABLE progress ADD COLUMN commits INTEGER NOT NULL DEFAULT 0;
          """)
    }
    migrator.registerMigration("brokers") { db in
      try db.execute(
        sql: """
          CREATE TABLE broker(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
          -- The broker that the uplink came through; NULL when nobody knows.
          ALTER TABLE uplink ADD COLUMN broker INTEGER;
          """)
    }
    return migrator
  }
}
