import Hummingbird

enum WebPage: Endpoint {
  static let path = "/"
  static let summary = "A page for people: alerts, kinds and assets, live"

  static func respond(_ call: Call) async throws -> Response {
    WebFile(type: "text/html; charset=utf-8", bytes: PackageResources.index_html).response
  }
}
