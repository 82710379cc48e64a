import AsyncHTTPClient
import NIOCore

extension HTTPClient {
  /// A client that goes where it is told and nowhere else: a redirection would take what is secret (a body, a key) to
  /// somebody who was not named.
  /// - Parameter limit: the longest that it waits for a connection, and between two parts of an answer.
  /// - Returns: the client, to be shut down at the end.
  static func strict(timeLimit limit: Duration) -> HTTPClient {
    let limit = TimeAmount.seconds(limit.components.seconds)
    return HTTPClient(
      eventLoopGroupProvider: .singleton,
      configuration: HTTPClient.Configuration(
        redirectConfiguration: .disallow,
        timeout: HTTPClient.Configuration.Timeout(connect: limit, read: limit)))
  }
}
