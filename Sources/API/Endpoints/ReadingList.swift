import Core
import Hummingbird

enum ReadingList: Endpoint {
  static let path = "/v1/readings"
  static let summary = "The stored readings of all assets, in order of arrival"
  static let parameters = ReadingQuestion.parameters.filter { $0 != "every" }

  static func respond(_ call: Call) async throws -> Response {
    try await ReadingQuestion(call, asset: nil).answer(from: call.context.history)
  }
}
