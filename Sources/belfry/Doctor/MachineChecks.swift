import Foundation

/// What can be seen on this machine without the daemon.
enum MachineChecks {
  private static let diskWarningBytes = 2 << 30
  private static let diskErrorBytes = 200 << 20

  /// Who may use the daemon's socket.
  static func socket(_ path: String) -> Finding {
    let check = "socket"
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
      return .error(
        check, "\(path) is not there",
        hint: "start the daemon ('systemctl start belfryd'), or name its api.socket with --socket")
    }
    guard attributes[.type] as? FileAttributeType == .typeSocket else {
      return .error(check, "\(path) is not a socket", hint: "name the daemon's api.socket with --socket")
    }
    let group = attributes[.groupOwnerAccountName] as? String ?? "?"
    let files = FileManager.default
    guard files.isReadableFile(atPath: path), files.isWritableFile(atPath: path) else {
      return .error(
        check, "\(path) belongs to the group '\(group)', and you are not in it",
        hint: "'sudo adduser \(NSUserName()) \(group)', then log in again")
    }
    let mode = (attributes[.posixPermissions] as? Int ?? 0) & 0o777
    guard mode & 0o002 == 0 else {
      return .warning(
        check, "everybody on this machine may use \(path)", hint: "set api.socket_mode to \"0660\"")
    }
    return .good(check, "\(path) is open to you and the group '\(group)'")
  }

  /// Whether the machine's clock is set by anybody.
  static var clock: Finding {
    let programs = ["systemd-timesyncd", "chronyd", "ntpd", "ntpsec"]
    let marks = ["/run/systemd/timesync/synchronized", "/run/chrony/chronyd.pid", "/run/ntpd.pid"]
    if marks.contains(where: FileManager.default.fileExists(atPath:)) {
      return .good("clock", "is kept by a time server")
    }
    return .warning(
      "clock", "none of \(programs.joined(separator: ", ")) runs here",
      hint: "late and future readings are told by this clock: 'apt install systemd-timesyncd', or leave it "
        + "when the machine's host keeps the time")
  }

  /// Room for the history in the file system that holds `path`.
  static func disk(historyAt path: String, bytes: Int) -> Finding {
    let check = "disk"
    guard let (folder, free) = freeBytes(above: path) else {
      return .warning(check, "how much room is left near \(path) can't be seen", hint: "look with 'df -h'")
    }
    let text = "\(NumberText.bytes(free)) free at \(folder), the history has \(NumberText.bytes(bytes))"
    let hint = "make room, or keep less: storage.keep_readings in belfry.yaml"
    if free < diskErrorBytes { return .error(check, text, hint: hint) }
    // A backup needs as much again for a moment.
    if free < max(diskWarningBytes, bytes) { return .warning(check, text, hint: hint) }
    return .good(check, text)
  }

  /// The nearest folder above `path` that we may look at, and the room in its file system.
  private static func freeBytes(above path: String) -> (folder: String, free: Int)? {
    var folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    while true {
      let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder.path)
      if let free = attributes?[.systemFreeSize] as? Int { return (folder.path, free) }
      guard folder.path != "/" else { return nil }
      folder.deleteLastPathComponent()
    }
  }
}
