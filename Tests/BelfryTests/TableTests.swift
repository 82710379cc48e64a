import Testing

@testable import belfry

@Suite struct TableTests {
  private let ascii = Appearance.plain
  private let rich = Appearance(colour: true, unicode: true, fullScreen: true)

  private let alerts = Table(
    columns: [
      .init(title: "SEVERITY"), .init(title: "FOR", alignment: .right),
      .init(title: "ASSET", rank: 1), .init(title: "RULE", rank: 2),
      .init(title: "SUMMARY", minimum: 10),
    ],
    rows: [
      [
        .init("critical"), .init("5 min"), .init("R-07"), .init("co2-high"),
        .init("École communale: CO2 1,840 ppm"),
      ],
      [.init("info"), .init("12 d"), .init("BAY-0044"), .init("device-silent"), .init("silent")],
    ])

  @Test func everythingStandsInColumns() {
    #expect(
      alerts.lines(width: nil, ascii) == [
        "SEVERITY    FOR  ASSET     RULE           SUMMARY",
        "critical  5 min  R-07      co2-high       École communale: CO2 1,840 ppm",
        "info       12 d  BAY-0044  device-silent  silent",
      ])
  }

  @Test func whatMayShrinkShrinksFirst() {
    #expect(
      alerts.lines(width: 60, ascii)[1] == "critical  5 min  R-07      co2-high       École communale: ~")
  }

  @Test func thenColumnsLeaveTheHighestRankFirst() {
    let columns = { (width: Int) in alerts.layout(width: width).map { alerts.columns[$0.column].title } }
    #expect(columns(52) == ["SEVERITY", "FOR", "ASSET", "RULE", "SUMMARY"])
    #expect(columns(51) == ["SEVERITY", "FOR", "ASSET", "SUMMARY"])
    #expect(columns(36) == ["SEVERITY", "FOR", "SUMMARY"])
    #expect(columns(5) == ["SEVERITY", "FOR", "SUMMARY"])
  }

  @Test func roomThatIsLeftGoesToWhatWasCut() {
    #expect(alerts.lines(width: 47, ascii)[1] == "critical  5 min  R-07      École communale: CO~")
    #expect(alerts.lines(width: 200, ascii) == alerts.lines(width: nil, ascii))
  }

  @Test(arguments: 9...90)
  func noLineIsWiderThanTheTerminal(width: Int) {
    for line in alerts.lines(width: width, ascii) { #expect(line.displayWidth <= width) }
  }

  @Test func aListLosesItsLastPartsAndNeverHalfOfOne() {
    let table = Table(
      columns: [.init(title: "", minimum: 5)],
      rows: [[.init(parts: ["fullest C-1 98 %", "C-2 95 %", "C-3 91 %"])]])
    #expect(table.lines(width: 35, ascii)[1] == "fullest C-1 98 %, C-2 95 %")
    #expect(table.lines(width: 36, ascii)[1] == "fullest C-1 98 %, C-2 95 %, C-3 91 %")
    #expect(table.lines(width: 10, ascii)[1] == "fullest C~")
  }

  @Test func coloursSurroundTheTextOnly() {
    let table = Table(
      columns: [.init(title: "A"), .init(title: "B", alignment: .right)],
      rows: [[.init("x", .good), .init("7", .critical)], [.init("yyy"), .init("123")]])
    #expect(table.lines(width: nil, rich)[1] == "\u{1B}[32mx\u{1B}[0m      \u{1B}[1;31m7\u{1B}[0m")
    #expect(table.lines(width: nil, ascii)[1] == "x      7")
  }

  @Test func whatComesFromARadioCannotDriveTheTerminal() {
    let table = Table(
      columns: [.init(title: "DEVICE")], rows: [[.init("a\u{1B}[2Jb\nc\u{202E}d\u{7}")]])
    #expect(table.lines(width: nil, rich)[1] == "a?[2Jb?c?d?")
  }
}
