import Foundation
import Hummingbird
import Logging
import NIOCore

enum Backup: Endpoint {
  static let method = HTTPRequest.Method.post
  static let path = "/v1/backup"
  static let summary = "A copy of the history as it is now, an SQLite file; for operators only"

  /// Bytes that are read at once.
  private static let chunkBytes = 256 * 1024

  static func respond(_ call: Call) async throws -> Response {
    let name = try await call.operatorName()
    guard call.context.backups.begin() else {
      throw ProblemError(
        status: .conflict, detail: "a copy is being made for somebody else", hint: "try again in a minute")
    }
    defer { call.context.backups.end() }
    let copy = try await call.context.facts.copyHistory(name)
    let file = try copy.take()
    return Response(
      status: .ok,
      headers: [.contentType: "application/vnd.sqlite3", .contentLength: String(copy.bytes)],
      body: ResponseBody(contentLength: copy.bytes) { writer in
        while let data = try file.read(upToCount: chunkBytes), !data.isEmpty {
          try await writer.write(ByteBuffer(bytes: data))
        }
        try await writer.finish(nil)
      })
  }
}
