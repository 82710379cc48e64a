import Foundation
import Testing

/// The documents speak of what is there.
@Suite struct DocumentTests {
  private static let documents: [String] = {
    let found = try? Repository.files(under: ["docs"], ".md")
    return ["README.md", "CHANGELOG.md"] + (found ?? [])
  }()

  @Test(arguments: documents) func linksResolve(document: String) throws {
    let folder = (document as NSString).deletingLastPathComponent
    for match in try Repository.text(document).matches(of: /\]\(([^)\s#]*)(?:#([^)\s]*))?\)/) {
      let target = String(match.1)
      guard !target.contains("://"), !target.hasPrefix("mailto:") else { continue }
      let path = target.isEmpty ? document : (folder as NSString).appendingPathComponent(target)
      #expect(Repository.has(path), "\(document) links to \(target)")
      if let anchor = match.2, path.hasSuffix(".md") {
        #expect(try headings(of: path).contains(String(anchor)), "\(document) links to \(match.0)")
      }
    }
  }

  /// `Core/City+Apply`, `Codecs/Formats/*`: the map of the house names parts that exist.
  @Test func theMapNamesWhatIsThere() throws {
    let modules = try Repository.code.flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: Repository.root.appendingPathComponent(folder).path)
        .map { (name: $0, folder: folder) }
    }
    var named = 0
    for match in try Repository.text("docs/ARCHITECTURE.md").matches(of: /`(([A-Za-z-]+)\/[A-Za-z+\/*]+)`/) {
      guard let module = modules.first(where: { $0.name == match.2 }) else { continue }
      let path = module.folder + "/" + match.1.replacing("/*", with: "")
      #expect(
        Repository.has(path) || Repository.has(path + ".swift"), "docs/ARCHITECTURE.md names \(match.1)")
      named += 1
    }
    #expect(named > 10)
  }

  @Test("Every shipped indicator stands in the catalogue, and the catalogue names none that is not shipped")
  func catalogue() throws {
    let shipped = try Repository.files(under: ["Config/indicators"], ".yaml").flatMap { path in
      try Repository.text(path).matches(of: /- indicator: ([a-z0-9-]+)/).map { String($0.1) }
    }
    let rows = try Repository.text("docs/indicator-catalogue.md").split(separator: "\n")
      .filter { $0.hasPrefix("| ") }
    let named = rows.flatMap { row in
      row.split(separator: "|").dropFirst().prefix(1).flatMap {
        $0.matches(of: /`([a-z0-9]+-[a-z0-9-]+|satisfaction)`/).map { String($0.1) }
      }
    }
    #expect(shipped.count > 70)
    #expect(Set(shipped).subtracting(named).isEmpty)
    #expect(Set(named).subtracting(shipped).isEmpty)
  }

  /// The anchors of a document's headings, as GitHub makes them.
  private func headings(of path: String) throws -> [String] {
    try Repository.text(path).split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
      line.drop { $0 == "#" || $0 == " " }.lowercased().replacing(" ", with: "-")
        .filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    }
  }
}
