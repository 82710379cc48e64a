import Config
import Model
import Testing

@Suite struct AssetTableTests {
  static let header = "asset,kind,name,district,latitude,longitude,device,codec,parameters\n"

  static func read(_ rows: String, codecs: [String]? = nil) -> AssetTable {
    AssetTable.read([InputFile(path: "a.csv", bytes: Array((header + rows).utf8))], knownCodecs: codecs)
  }

  @Test("Lines end in LF, CRLF or CR, and the last need not end", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(end: String) {
    let table = Self.read(
      ["B-1,room,,,,,,,", "B-2,room,\"a\(end)b\",,,,,,", "B-3,room,,,,,,,"].joined(separator: end))
    #expect(table.assets.map(\.id) == ["B-1", "B-3"])
    #expect(table.problems.map(\.line) == [3])
  }

  @Test func quotesHoldCommasAndQuotes() {
    let table = Self.read(#""B-1",room,"a, ""b"" c",,,,"",,"rated_w=70""#)
    #expect(table.problems.isEmpty)
    #expect(table.assets.first?.name == #"a, "b" c"#)
    #expect(table.assets.first?.parameters["rated_w"] == "70")
  }

  @Test func spacesAroundCellsAreNotMeant() {
    let table = Self.read(
      " B-1 , room , Quai ,  , 50.6 , 5.5 ,24e124538b223213 , elsys , rated_w = 70 ; full_w=9\n")
    #expect(table.problems.isEmpty)
    #expect(table.assets.first?.id == "B-1")
    #expect(table.assets.first?.district == nil)
    #expect(table.assets.first?.parameters.values == ["rated_w": "70", "full_w": "9"])
    #expect(table.devices.map(\.codec) == ["elsys"])
  }

  @Test func rowsOfOneAssetFillInWhatIsMissing() {
    let table = Self.read(
      """
      B-1,container,,,,,24e124538b223213,elsys,empty_mm=1500
      B-1,,Quai,Centre,50.6,5.5,24e124538b223214,elsys,full_mm=200

      """)
    #expect(table.problems.isEmpty)
    #expect(
      table.assets == [
        Asset(
          id: "B-1", kind: .container, name: "Quai", district: "Centre",
          location: Location(latitude: 50.6, longitude: 5.5),
          parameters: Parameters(["empty_mm": "1500", "full_mm": "200"]))
      ])
    #expect(table.devices.map(\.asset) == [0, 0])
  }

  @Test("Codecs are only checked against a list", arguments: [nil, ["elsys"]])
  func codecs(known: [String]?) {
    let rows = ["elsys", "network", "json", "js:a.js", "unheard-of"].enumerated()
      .map { "B-1,room,,,,,device-\($0.offset),\($0.element),\n" }.joined()
    #expect(Self.read(rows, codecs: known).devices.count == (known == nil ? 5 : 4))
  }

  @Test func aDeviceIsRegisteredOnceWhateverItsCase() {
    let table = Self.read("B-1,room,,,,,24e124538b223213,elsys,\nB-2,room,,,,,24E124538B223213,elsys,\n")
    #expect(table.devices.map(\.asset) == [0])
    #expect(table.problems.map(\.line) == [3])
  }

  @Test func problemsAreCountedBeyondWhatAnyoneReads() {
    let table = Self.read(String(repeating: "B-1,bin,,,,,,,\n", count: 1234))
    #expect(table.problems.count == 1000)
    #expect(table.omittedProblems == 234)
    #expect(table.problems.last?.line == 1001)
  }

  @Test func aTableOfManyRowsKeepsThemAll() {
    let rows = (0..<20_000).map { index in
      let eui = "24E124" + String(1_000_000_000 + index)
      return
        "B-\(index / 2),container,Rue \(index / 2),Centre,50.6,5.5,\(eui),milesight-em310-udl,empty_mm=1500\n"
    }
    let table = Self.read(rows.joined())
    #expect(table.problems.isEmpty)
    #expect(table.assets.count == 10_000)
    #expect(table.devices.count == 20_000)
    #expect(table.devices.last == Device(id: "24e1241000019999", codec: "milesight-em310-udl", asset: 9999))
  }
}
