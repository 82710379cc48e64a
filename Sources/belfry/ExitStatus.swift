/// How the program ends; the numbers are those of sysexits.h.
enum ExitStatus: Int32, Sendable {
  case done = 0
  /// The daemon said no, or the bytes were not what they should be.
  case refused = 1
  /// The command line makes no sense (EX_USAGE).
  case usage = 64
  /// The daemon can't be reached (EX_UNAVAILABLE).
  case unreachable = 69
  /// A file of the configuration is wrong (EX_CONFIG).
  case configuration = 78
}
