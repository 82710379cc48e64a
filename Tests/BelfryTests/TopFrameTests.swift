import Model
import Testing
import Wire

@testable import belfry

@Suite struct TopFrameTests {
  private func frame(alerts: Int, problem: String? = nil, colour: Bool = false) -> TopFrame {
    let list = (0..<alerts).map { alert("\($0)", age: Double($0)) }
    let assets = AssetKind.allCases.flatMap { kind in
      (0..<3).map { asset("\(kind.rawValue)-\($0)", kind, [.fillLevel: 90, .occupied: 1, .co2: 1800]) }
    }
    let picture = CityPicture(status: status, alerts: list, assets: assets, problem: problem)
    return TopFrame(
      picture: picture, now: now, appearance: Appearance(colour: colour, unicode: true, fullScreen: true))
  }

  @Test(arguments: [(80, 24), (160, 50), (60, 20), (40, 10), (200, 5), (80, 100)], [0, 1, 5, 500])
  func aFrameFillsTheTerminalAndNeverMore(size: (columns: Int, rows: Int), alerts: Int) {
    let lines = frame(alerts: alerts).lines(columns: size.columns, rows: size.rows)
    #expect(lines.count == size.rows)
    for line in lines { #expect(line.displayWidth <= size.columns) }
  }

  @Test func alertsComeFirstAndTheRestIsCounted() {
    let lines = frame(alerts: 500).lines(columns: 80, rows: 24)
    #expect(lines[0].hasPrefix("Liège  6 firing, 1 pending"))
    #expect(lines[1].hasPrefix("SEVERITY"))
    #expect(lines[2].hasPrefix("warning   firing"))
    let shown = lines.count { $0.hasPrefix("warning   firing") }
    #expect(shown >= 3)
    #expect(lines.contains("and \(500 - shown) more"))
  }

  @Test func anOldPictureIsNotShownAsCurrent() {
    #expect(frame(alerts: 1).lines(columns: 80, rows: 24).last == "q quits")
    let stale = frame(alerts: 1, problem: "nobody listens there").lines(columns: 80, rows: 24)
    #expect(stale.last == "NOT CURRENT: nobody listens there")
  }

  @Test func withoutATerminalEverythingIsPrinted() {
    let lines = frame(alerts: 40).lines(columns: nil, rows: nil)
    #expect(lines.count { $0.hasPrefix("warning   firing") } == 40)
    #expect(!lines.contains("q quits"))
  }

  @Test func coloursChangeNoText() {
    func plain(_ line: String) -> String { line.replacing(/\u{1B}\[[0-9;]*m/, with: "") }
    let coloured = frame(alerts: 9, colour: true).lines(columns: 80, rows: 24)
    let bare = frame(alerts: 9).lines(columns: 80, rows: 24)
    #expect(coloured.map(plain) == bare)
    #expect(coloured != bare)
  }
}
