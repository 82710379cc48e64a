import Config
import Foundation
import Randomness
import Testing

/// Whatever becomes of a file, reading it ends in a configuration or in problems that point into files.
@Suite final class DamageTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("belfry-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.copyItem(at: URL(fileURLWithPath: CaseFolder.good("full").path), to: folder)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static let files = [
    "belfry.yaml", "city/assets.csv", "city/more.geojson", "city/districts.geojson", "rules/waste.yaml",
  ]

  @Test(arguments: files) func truncated(file: String) throws {
    let path = folder.appendingPathComponent(file)
    let good = [UInt8](try Data(contentsOf: path))
    for length in stride(from: 0, to: good.count, by: 5) { try check(good.prefix(length), at: path) }
  }

  @Test(arguments: files) func mutated(file: String) throws {
    let path = folder.appendingPathComponent(file)
    let good = [UInt8](try Data(contentsOf: path))
    var random = SeededRandom(seed: 2026)
    for _ in 0..<300 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[index] = Array("{}[]\"',:;-#&*|>\n\r\t ".utf8).randomElement(using: &random) ?? 0
        case 2: bytes.remove(at: index)
        default: bytes.insert(contentsOf: good.dropFirst(index).prefix(40), at: index)
        }
      }
      try check(bytes[...], at: path)
    }
  }

  private func check(_ bytes: ArraySlice<UInt8>, at path: URL) throws {
    try Data(bytes).write(to: path)
    do {
      _ = try CaseFolder(path: folder.path).load()
    } catch {
      #expect(!error.problems.isEmpty)
      for problem in error.problems {
        let lines = try Data(contentsOf: URL(fileURLWithPath: problem.file)).split {
          $0 == 0x0A || $0 == 0x0D
        }
        #expect((1...(2 * lines.count + 2)).contains(problem.line), "\(problem)")
        #expect(
          !problem.what.isEmpty && !problem.hint.isEmpty && !problem.description.contains { $0.isNewline })
      }
    }
  }
}
