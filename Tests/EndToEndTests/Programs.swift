import Foundation
import Glibc
import Testing

/// The programs under test, which stand beside the running test, and those of the system.
enum Programs {
  static func path(_ name: String) throws -> String {
    try #require(find(name), "\(name) is missing: 'swift build' builds ours, 'make test' installs the others")
  }

  /// Whether a program is there.
  static func has(_ name: String) -> Bool { find(name) != nil }

  /// Whether `strace` is there and may trace.
  static let canTrace = has("strace") && (try? run("strace", ["-o", "/dev/null", "true"]).status) == 0

  private static func find(_ name: String) -> String? {
    let candidates = [folder ?? "", "/usr/sbin", "/usr/bin"].map { "\($0)/\(name)" }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static let folder: String? = {
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return link.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
  }()

  /// What a program printed, and how it ended.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs a program to its end.
  @discardableResult
  static func run(
    _ name: String, _ arguments: [String], environment: [String: String] = [:], input: String = ""
  ) throws -> Result {
    let folder = "/tmp/belfry-run-\(getpid())-\(UInt32.random(in: 0 ..< .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try input.write(toFile: folder + "/input", atomically: true, encoding: .utf8)
    let child = try ChildProcess(
      path(name), arguments, input: folder + "/input", log: folder + "/output", errors: folder + "/errors",
      environment: ProcessInfo.processInfo.environment.merging(environment) { $1 })
    let status = child.wait()
    return Result(
      status: status, output: try String(contentsOfFile: folder + "/output", encoding: .utf8),
      errors: try String(contentsOfFile: folder + "/errors", encoding: .utf8))
  }
}

/// Looks again and again until `condition` holds; a failure names what did not come true.
func eventually(
  _ what: String, seconds: Double = 30, sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () throws -> Bool
) throws {
  let deadline = ContinuousClock.now + .seconds(seconds)
  while ContinuousClock.now < deadline {
    if try condition() { return }
    usleep(10_000)
  }
  Issue.record("never came true: \(what)", sourceLocation: sourceLocation)
  throw ConditionNeverHeld()
}

/// Ends a test whose condition never came true.
struct ConditionNeverHeld: Error {}
