import Wire

/// Tells systemd in a line how the daemon is, whenever that changes: what `systemctl status` shows.
struct ServiceStatus {
  let city: String
  let assets: Int
  let brokers: @Sendable () -> [Status.Broker]

  /// The line now.
  var text: String {
    let away = brokers().filter { !$0.connected }
    let trouble = away.map { "\($0.url) is not connected" }
    return (["Watching \(assets) assets of \(city)"] + trouble).joined(separator: "; ")
  }

  /// Tells it until it is cancelled.
  func tell() async {
    var told = ""
    while !Task.isCancelled {
      let text = text
      if text != told { ServiceNotification.send("STATUS=\(text)") }
      told = text
      try? await Task.sleep(for: .seconds(2))
    }
  }
}
