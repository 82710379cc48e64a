import Model
import Randomness
import Testing

@Suite struct IndexTableTests {
  @Test("As a dictionary does it, with keys that often share a hash, or a place", arguments: 0..<8)
  func againstADictionary(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var table = IndexTable()
    var keys: [Int] = []
    var expected: [Int: Int] = [:]
    // Some lie at the end of the table, so that the next place is its first.
    func hash(_ key: Int) -> UInt32 { UInt32(truncatingIfNeeded: key % 50 * 15 - 3) }
    func place(_ key: Int) -> Int? { table.find(hash(key)) { keys[$0] == key } }
    for _ in 0..<4000 {
      let key = Int.random(in: 0..<200, using: &random)
      #expect(place(key) == expected[key])
      if let index = expected[key] {
        table.remove(index, hash(key))
        expected[key] = nil
      } else {
        table.insert(keys.count, hash(key))
        expected[key] = keys.count
        keys.append(key)
      }
    }
    for key in 0..<200 { #expect(place(key) == expected[key]) }
  }

  @Test func whatIsNotThereCanBeTakenOut() {
    var table = IndexTable()
    table.insert(0, 7)
    table.remove(1, 7)
    #expect(table.find(7) { $0 == 0 } == 0)
  }
}
