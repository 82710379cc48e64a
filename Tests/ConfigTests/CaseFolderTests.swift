import Config
import Model
import Testing

@Suite struct CaseFolderTests {
  @Test("Good configurations load, and what is remarked on is expected", arguments: CaseFolder.all("Good"))
  func good(folder: CaseFolder) throws {
    let remarks = try folder.load().remarks.map { folder.relative($0.description) + "\n" }.joined()
    #expect(remarks == ((try? folder.text("remarks.txt")) ?? ""))
  }

  @Test("Bad configurations are refused with exactly the expected problems", arguments: CaseFolder.all("Bad"))
  func bad(folder: CaseFolder) throws {
    let expected = try folder.text("expected.txt")
    let error = #expect(throws: ConfigurationProblems.self) { try folder.load() }
    #expect(folder.relative((error?.description ?? "") + "\n") == expected)
  }

  @Test("What we ship loads without a remark", arguments: ["Config", "Config/demo"])
  func shipped(folder: String) throws {
    let configuration = try CaseFolder.shipped(folder).load()
    #expect(configuration.remarks == [])
    #expect(!configuration.city.devices.isEmpty)
    #expect(!configuration.rules.isEmpty)
  }

  @Test("Both folders hold cases") func cases() {
    #expect(CaseFolder.all("Good").count >= 3)
    #expect(CaseFolder.all("Bad").count >= 30)
  }
}
