import Codecs
import Foundation
import Model
import Testing

/// A published payload with what it means, from `Vectors/<codec>/<model>.json`.
struct Vector: Decodable, CustomTestStringConvertible {
  /// What the device measured, in our quantities and their units.
  struct Expected: Decodable {
    var quantity: String
    var value: Double
    /// RFC 3339; the time of reception when absent.
    var at: String?
  }

  /// Where it was published.
  var source: String
  var model: String
  var port: UInt8
  var payload_hex: String
  var received_at: String?
  var readings: [Expected]
  /// Whether the payload must be refused.
  var expect_error: Bool?

  var payload: [UInt8] { bytes(hex: payload_hex) }

  var context: DecodeContext {
    DecodeContext(port: port, receivedAt: received_at.flatMap { Timestamp(rfc3339: $0) } ?? Self.someTime)
  }

  /// The time of reception of vectors that give none.
  static let someTime = Timestamp(seconds: 1_750_000_000)

  var testDescription: String { "\(model) \(payload_hex)" }

  /// All vectors by codec name.
  static let all: [String: [Vector]] = {
    var vectors: [String: [Vector]] = [:]
    for folder in contents(of: directory) where folder.lastPathComponent != "formats" {
      for file in contents(of: folder) where file.pathExtension == "json" {
        do {
          vectors[folder.lastPathComponent, default: []] += try JSONDecoder().decode(
            [Vector].self, from: Data(contentsOf: file))
        } catch {
          fatalError("\(file.path): \(error)")
        }
      }
    }
    return vectors
  }()

  private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Vectors")

  private static func contents(of folder: URL) -> [URL] {
    let urls = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (urls ?? []).filter { !$0.lastPathComponent.hasPrefix(".") }.sorted { $0.path < $1.path }
  }
}

/// The bytes that pairs of hex digits stand for.
func bytes(hex: String) -> [UInt8] {
  var bytes: [UInt8] = []
  var rest = Substring(hex)
  while !rest.isEmpty {
    bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
    rest = rest.dropFirst(2)
  }
  return bytes
}
