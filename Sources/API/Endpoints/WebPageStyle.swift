import Hummingbird

enum WebPageStyle: Endpoint {
  static let path = "/belfry.css"
  static let summary = "How the page looks"

  static func respond(_ call: Call) async throws -> Response {
    WebFile(type: "text/css; charset=utf-8", bytes: PackageResources.belfry_css).response
  }
}
