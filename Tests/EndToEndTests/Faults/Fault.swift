import Foundation

/// What can happen to a daemon in a city; each is brought on, lasts for a while, and is taken away.
enum Fault: String, CaseIterable {
  case daemonKilled = "daemon killed (-9)"
  case daemonStopped = "daemon stopped and started"
  case daemonFrozen = "daemon frozen"
  case brokerRestarted = "broker restarted"
  case brokerFrozen = "broker frozen"
  case linkCut = "link to the broker cut"
  case diskFull = "disk full"
  case diskSlow = "disk slow"
  case receiverRefuses = "receiver refuses"
  case receiverSleeps = "receiver sleeps"
  case hostileMessages = "hostile messages"
  case unknownDevices = "unknown devices"
  case greedyClients = "greedy clients"
  case madDevice = "a device gone mad"
  case filesExhausted = "open files exhausted"
  case secondDaemon = "a second daemon"
  case reloaded = "reloaded, well and badly"
  case clockAhead = "clock set forward"
  case clockBehind = "clock set back"
  case memoryShort = "memory short"

  /// Those that can be brought on here.
  static var possible: [Fault] {
    let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/strace")
    let canTrace = isThere && (try? Programs.run("strace", ["-o", "/dev/null", "true"]).status) == 0
    return allCases.filter { fault in
      switch fault {
      case .diskSlow: canTrace
      case .clockAhead, .clockBehind: FakeClock.isPossible
      default: true
      }
    }
  }

  /// Whether others can ask the daemon meanwhile.
  var leavesTheDaemonToOthers: Bool {
    ![.daemonKilled, .daemonStopped, .daemonFrozen, .filesExhausted, .memoryShort].contains(self)
  }
}
