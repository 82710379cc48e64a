import Model
import Testing
import Wire

@testable import belfry

@Suite struct KindOverviewTests {
  @Test func whatIsSilentIsNotKnown() {
    let kinds = KindOverview.all(
      of: [
        asset("B-1", .parkingBay, [.occupied: 1]), asset("B-2", .parkingBay, [.occupied: 0], .alert),
        asset("B-3", .parkingBay, [.occupied: 1], .silent), asset("B-4", .parkingBay, [:], .unknown),
      ], .plain)
    #expect(kinds.count == 1)
    #expect(kinds.first?.total == 4)
    #expect(kinds.first?[.silent] == 1)
    #expect(kinds.first?.highlight == ["1 of 2 occupied (50 %)"])
  }

  @Test func theExtremesComeFirst() {
    let kinds = KindOverview.all(
      of: [
        asset("G-1", .greenSpace, [.soilMoisture: 31]), asset("C-1", .container, [.fillLevel: 20]),
        asset("C-2", .container, [.fillLevel: 98]), asset("C-3", .container, [.fillLevel: 61]),
        asset("C-4", .container, [.fillLevel: 75]), asset("G-2", .greenSpace, [.soilMoisture: 9.5]),
      ], .plain)
    #expect(kinds.map(\.kind) == [.container, .greenSpace])
    #expect(kinds[0].highlight == ["fullest C-2 98 %", "C-4 75 %", "C-3 61 %"])
    #expect(kinds[1].highlight == ["driest G-2 9.5 %", "G-1 31 %"])
  }

  @Test func lampsAndPower() {
    let kinds = KindOverview.all(
      of: [
        asset("L-1", .luminaire, [.lampOn: 1]), asset("L-2", .luminaire, [.lampOn: 0, .lampFault: 1]),
        asset("H", .building, [.power: 9000]), asset("I", .building, [.power: 3500]),
      ], .plain)
    #expect(kinds.map(\.highlight) == [["1 of 2 on (50 %)", "1 fault"], ["using 12.5 kW"]])
  }
}
