import Codecs
import Model
import Wire

/// What the daemon tells, looked at for what usually goes wrong.
struct DaemonChecks {
  let status: Status
  let assets: [AssetObject]
  let devices: [DeviceObject]
  let unknown: [DeviceObject]

  /// All checks, in the order in which things depend on each other.
  var findings: [Finding] {
    [daemon] + brokers + [ingest, quota, codecs, unregistered, positions, silence, history]
  }

  private var daemon: Finding {
    guard status.version == Version.text else {
      return .warning(
        "daemon", "is version \(status.version), this program \(Version.text)",
        hint: "'systemctl restart belfryd' after an upgrade")
    }
    return status.ready
      ? .good("daemon", "belfryd \(status.version) is ready, \(status.city)")
      : .warning("daemon", "is not ready yet", hint: "'journalctl -u belfryd' tells what it waits for")
  }

  private var brokers: [Finding] {
    status.brokers.map { broker in
      if broker.connected, broker.problem == nil { return .good("broker", "\(broker.url) is connected") }
      let problem = broker.problem ?? "no answer yet"
      return .error("broker", "\(broker.url): \(problem)", hint: Self.hint(for: problem))
    }
  }

  /// What helps, by what libmosquitto and the receiver say.
  private static func hint(for problem: String) -> String {
    let text = problem.lowercased()
    let hints = [
      (["subscription"], "let the user read the topics of `subscribe` in the broker's rights (acl_file)"),
      (
        ["authori", "password", "user name", "not authorised"],
        "look at username and password_file in belfry.yaml, and at LoadCredential= of the unit"
      ),
      (["certificate", "tls"], "look at tls in belfry.yaml, at the certificate's names and its dates"),
      (["client_id", "client id", "identifier"], "each Belfry needs its own client_id"),
      (["lookup", "resolve", "name"], "the host's name is not known: look at `broker` in belfry.yaml"),
    ]
    let found = hints.first { words, _ in words.contains { text.contains($0) } }
    return found?.1 ?? "is the broker running, and is a firewall between? 'belfry status' tells more"
  }

  private var ingest: Finding {
    let ingest = status.ingest
    let rejected = ingest.rejected.values.reduce(0, +)
    guard ingest.received > 0 else {
      return .warning(
        "messages", "none has come since \(status.startedAt.timestamp)",
        hint: "does the network server publish to this broker, and do the topics of `subscribe` match?")
    }
    if let poison = ingest.rejected[Rejection.poison.rawValue], poison > 0 {
      return .error(
        "messages", "the daemon has ended twice while it dealt with a message, which was put aside",
        hint: "it is in the quarantine of the history under `poison`: please report it with its bytes")
    }
    guard rejected * 100 > ingest.received else {
      return .good(
        "messages", "\(NumberText.count(ingest.received)) received, \(NumberText.count(rejected)) refused")
    }
    let most = ingest.rejected.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
    return .warning(
      "messages",
      "\(NumberText.count(rejected)) of \(NumberText.count(ingest.received)) refused, most of them \(most)",
      hint: "'journalctl -u belfryd' shows one of each kind; wrong `format` or codec?")
  }

  private var quota: Finding {
    guard let refused = status.ingest.rejected[Rejection.overQuota.rawValue], refused > 0 else {
      return .good("quota", "no device sends more than it may")
    }
    return .warning(
      "quota", "\(NumberText.count(refused)) messages refused: a device sends more than it may",
      hint: "'journalctl -u belfryd' shows its topic; mend the device, or raise `limits` in belfry.yaml")
  }

  private var codecs: Finding {
    let missing = devices.filter { device in
      guard device.heardAt != nil, let codec = device.codec else { return false }
      return !DeviceChoice.isKnown(codec)
    }
    if missing.isEmpty, status.ingest.rejected[Rejection.unknownCodec.rawValue] == nil {
      return .good("codecs", "every device that is heard can be read")
    }
    return .error(
      "codecs",
      Self.some(missing.map { "\($0.id) (\($0.codec ?? ""))" }, of: "heard device", "without a codec"),
      hint: "'belfry decode --list' names what there is")
  }

  private var unregistered: Finding {
    guard !unknown.isEmpty else { return .good("registry", "nobody unknown is heard") }
    return .warning(
      "registry", Self.some(unknown.map(\.id), of: "device", "heard and not registered"),
      hint: "'belfry device list --unknown' prints lines for the registry")
  }

  private var positions: Finding {
    let without = assets.filter { $0.location == nil }
    guard !without.isEmpty else { return .good("positions", "every asset has one") }
    return .warning(
      "positions", Self.some(without.map(\.id), of: "asset", "without a position"),
      hint: "fill in latitude and longitude: 'belfry near' and maps leave them out")
  }

  private var silence: Finding {
    let unheard = devices.filter { $0.state == DeviceObject.State.unheard.rawValue }
    let silent = devices.filter { $0.state == DeviceObject.State.silent.rawValue }
    guard !unheard.isEmpty || !silent.isEmpty else { return .good("devices", "all are heard") }
    return .warning(
      "devices",
      "\(NumberText.count(silent.count)) silent, \(NumberText.count(unheard.count)) of "
        + "\(NumberText.count(devices.count)) never heard",
      hint: "'belfry device list --silent' names them; are the ids in the registry right?")
  }

  private var history: Finding {
    guard let damaged = status.storage.damaged else { return .good("history", "none was found damaged") }
    return .error(
      "history", "was damaged and set aside: \(damaged.joined(separator: ", "))",
      hint:
        "restore a backup, or save what 'sqlite3 FILE .recover' (or .dump) can read; then move the file away"
    )
  }

  /// `3 assets without a position: a, b, c`.
  private static func some(_ names: [String], of noun: String, _ what: String) -> String {
    let more = names.count > 3 ? ", …" : ""
    return "\(NumberText.count(names.count, noun)) \(what): \(names.prefix(3).joined(separator: ", "))\(more)"
  }
}

/// The codecs that a registry may name.
private enum DeviceChoice {
  static func isKnown(_ codec: String) -> Bool {
    codec.hasPrefix("js:") || ["network", "json"].contains(codec)
      || Codecs.formats.contains { $0.name == codec } || Codecs.deviceCodecs.contains { $0.name == codec }
  }
}
