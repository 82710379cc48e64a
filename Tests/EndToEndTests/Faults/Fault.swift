import Foundation

/// What can happen to a daemon in a city; each is brought on, lasts for a while, and is taken away.
enum Fault: String, CaseIterable {
  case daemonKilled = "daemon killed (-9)"
  case daemonStopped = "daemon stopped and started"
  case daemonFrozen = "daemon frozen"
  case brokerRestarted = "broker restarted"
  case brokerFrozen = "broker frozen"
  case credentialsRefused = "credentials refused"
  case otherBrokerAway = "another broker away"
  case linkCut = "link to the broker cut"
  case linkHalfOpen = "link half-open"
  case linkSlow = "link slow"
  case diskFull = "disk full"
  case diskSlow = "disk slow"
  case diskReadOnly = "disk read-only"
  case diskFails = "disk fails to sync"
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
    allCases.filter { fault in
      switch fault {
      case .diskSlow, .diskReadOnly, .diskFails: Programs.canTrace
      case .clockAhead, .clockBehind: FakeClock.isPossible
      default: true
      }
    }
  }

  /// Whether others can ask the daemon meanwhile.
  var leavesTheDaemonToOthers: Bool {
    ![.daemonKilled, .daemonStopped, .daemonFrozen, .filesExhausted, .memoryShort].contains(self)
  }

  /// How long the load must go on for it, in seconds: until it is over and everything is in order again.
  var loadSeconds: Int { self == .linkHalfOpen ? 15 : 3 }
}
