import Foundation
import Testing

/// What the compiler does not hold.
@Suite struct SourceTests {
  /// The files that may hold unsafe code. Each says why it is sound.
  private static let unsafe: Set = [
    "Simulators/belfry-sim/Publisher.swift",
    "Sources/API/PeerCredentials.swift",
    "Sources/Codecs/JSONOutlines.swift",
    "Sources/Codecs/Span+Words.swift",
    "Sources/Core/Image/ImageBytes.swift",
    "Sources/Delivery/Command.swift",
    "Sources/MQTT/MosquittoClient.swift",
    "Sources/MQTT/Receiver.swift",
    "Sources/MQTT/TopicPublisher.swift",
    "Sources/Model/Span+Words.swift",
    "Sources/Rings/Doorbell.swift",
    "Sources/Rings/Ring.swift",
    "Sources/Rings/RingStorage.swift",
    "Sources/Scripts/ScriptProcess.swift",
    "Sources/Storage/LogGrowth.swift",
    "Sources/Storage/MessageAtHand.swift",
    "Sources/Storage/PreparedStatement.swift",
    "Sources/Storage/SnapshotFile.swift",
    "Sources/Storage/StateLock.swift",
    "Sources/belfry/Terminal.swift",
    "Sources/belfryd/ActivatedSocket.swift",
    "Sources/belfryd/Datagram.swift",
    "Sources/belfryd/MemoryPolicy.swift",
    "Sources/belfryd/OpenFiles.swift",
    "Sources/belfryd/ProcessFacts.swift",
    "Sources/belfryd/SocketFile.swift",
    "Sources/belfryd/ThreadRoom.swift",
    "Sources/belfryd/UnixAddress.swift",
    "Sources/belfryd/WallClock.swift",
  ]

  /// The files that may promise what the compiler can't check about threads.
  private static let unchecked: Set = ["Sources/Rings/RingStorage.swift"]

  @Test func unsafeCodeStandsWhereItMay() throws {
    #expect(try filesWith("unsafe ", "(unsafe)", "@unsafe\n") == Self.unsafe)
    #expect(try filesWith("@unchecked Sendable", "nonisolated(unsafe)") == Self.unchecked)
  }

  @Test func nothingTrapsOnPurpose() throws {
    #expect(try filesWith("fatalError(", "try!", "as!") == [])
  }

  @Test func everyFileEndsWithItsLine() throws {
    let files = try Repository.files(
      under: Repository.code + ["Tests", "Config", "docs"], ".swift", ".h", ".c", ".modulemap", ".md", ".yaml"
    )
    for file in files + ["Package.swift", "README.md", "Makefile"] {
      let last = try Data(contentsOf: Repository.root.appendingPathComponent(file)).last
      #expect(last == nil || last == UInt8(ascii: "\n"), "\(file) breaks off")
    }
  }

  private func filesWith(_ words: String...) throws -> Set<String> {
    let files = try Repository.files(under: Repository.code, ".swift")
    return Set(
      try files.filter { file in
        let text = try Repository.text(file)
        return words.contains { text.contains($0) }
      })
  }
}
