@testable import Core
import Model
import Testing

@Suite struct NeighboursTests {
  /// Lamps of which the first `dead` are out, on one cabinet but for the last one, at night.
  private func town(lamps: Int, dead: Int) throws -> Set<String> {
    let assets = (0..<lamps).map { index in
      Asset(
        id: "L-\(index)", kind: .luminaire, name: "L", location: Location(latitude: 50.6, longitude: 5.6),
        parameters: Parameters(["rated_w": "100", "cabinet": index == lamps - 1 ? "K-2" : "K-1"]))
    }
    let rule = RuleDefinition(
      name: "feeder", scope: .kind(.luminaire), when: "lamp_dead = 1 and neighbours(lamp_dead = 1) >= 50 %")
    var town = try Town(assets, rules: [rule])
    var outcomes: [Outcome] = []
    for step in 0..<4 {
      for lamp in 0..<lamps {
        let at = noon + .seconds(11 * 3600 + 900 * step + lamp)
        outcomes.append(
          town.apply(
            uplink(
              [Reading(.power, lamp < dead || lamp == lamps - 1 ? 0 : 100, at: at)], counter: UInt32(step),
              device: lamp, receivedAt: at)))
      }
    }
    outcomes.append(town.apply(.tick(noon + .seconds(12 * 3600 + 60))))
    return Set(outcomes.flatMap(\.transitions).filter { $0.step == .firing }.map(\.alert.subject))
  }

  @Test("Lamps that fail together on one cabinet are a feeder's fault; one that fails alone is its own")
  func feeder() throws {
    #expect(try town(lamps: 7, dead: 4) == ["L-0", "L-1", "L-2", "L-3"])
    #expect(try town(lamps: 7, dead: 2).isEmpty)
    #expect(try town(lamps: 3, dead: 2).isEmpty, "too few neighbours")
  }
}
