import Hummingbird

enum WebPageScript: Endpoint {
  static let path = "/belfry.js"
  static let summary = "What the page does"

  static func respond(_ call: Call) async throws -> Response {
    WebFile(type: "text/javascript; charset=utf-8", bytes: PackageResources.belfry_js).response
  }
}
