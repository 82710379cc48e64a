/// Why the daemon can't start.
struct DaemonError: Error, CustomStringConvertible {
  /// What is wrong and what to do, for people.
  let description: String
}
