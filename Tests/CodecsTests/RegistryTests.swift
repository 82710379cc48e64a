import Codecs
import Foundation
import Model
import Testing

/// What must be true of every entry of the two registries.
@Suite struct RegistryTests {
  @Test func codecNamesAreSortedUniqueAndWellFormed() {
    let names = deviceCodecs.map { $0.name }
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
    for name in names { #expect(Self.isWellFormed(name), "\(name)") }
  }

  @Test func formatNamesAreSortedUniqueAndWellFormed() {
    let names = formats.map { $0.name }
    #expect(names == names.sorted())
    #expect(Set(names).count == names.count)
    for name in names { #expect(Self.isWellFormed(name), "\(name)") }
  }

  @Test func everyFileOfDevicesAndFormatsIsRegistered() throws {
    #expect(try Self.swiftFiles(in: "Devices").count == deviceCodecs.count)
    #expect(try Self.swiftFiles(in: "Formats").count == formats.count)
  }

  @Test func codecsDescribeThemselves() {
    for codec in deviceCodecs {
      #expect(!codec.vendor.isEmpty && !codec.models.isEmpty, "\(codec.name)")
      #expect(Set(codec.models).count == codec.models.count, "\(codec.name)")
      #expect(codec.ports == codec.ports.sorted(), "\(codec.name)")
    }
  }

  @Test func everyCodecHasAVectorAndEveryVectorACodec() {
    #expect(Set(Vector.all.keys) == Set(deviceCodecs.map { $0.name }))
  }

  /// A payload that breaks off anywhere, or has any one byte changed, decodes or throws; it never traps.
  @Test(arguments: deviceCodecs.map { $0.name })
  func survivesPrefixesAndChangedBytes(_ name: String) throws {
    let codec = try #require(deviceCodecs.first { $0.name == name })
    for vector in Vector.all[name] ?? [] {
      let payload = vector.payload
      for length in 1..<payload.count {
        _ = try? decode(codec, Array(payload.prefix(length)), vector.context)
      }
      for index in payload.indices {
        for flip in UInt8(1)...UInt8.max {
          var changed = payload
          changed[index] ^= flip
          guard let readings = try? decode(codec, changed, vector.context) else { continue }
          #expect(readings.items.allSatisfy { $0.value.isFinite })
        }
      }
    }
  }

  private static func isWellFormed(_ name: String) -> Bool {
    !name.isEmpty
      && name.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
        !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
      }
  }

  private static func swiftFiles(in folder: String) throws -> [URL] {
    let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Codecs/\(folder)")
    return try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "swift" }
  }
}
