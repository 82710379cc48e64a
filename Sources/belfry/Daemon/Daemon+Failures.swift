import AsyncHTTPClient
import Foundation
import NIOCore
import Wire

extension Daemon {
  /// The daemon said no: what it said, as problem details if it sent them.
  func refusal(status: Int, _ body: Data) -> Failure {
    guard let problem = try? JSONDecoder().decode(ProblemDetails.self, from: body) else {
      return Failure(.refused, "the daemon answered \(status)")
    }
    // 422: the daemon's configuration is wrong.
    let exit: ExitStatus = status == 422 ? .configuration : .refused
    return Failure(exit, problem.detail.isEmpty ? problem.title : problem.detail, hint: problem.hint)
  }

  /// No answer: why, and what to try.
  func unreachable(_ error: any Error) -> Failure {
    func failure(_ reason: String, hint: String) -> Failure {
      Failure(.unreachable, "can't reach the daemon at \(socket): \(reason)", hint: hint)
    }
    switch (error as? IOError)?.errnoCode {
    case ENOENT:
      return failure(
        "there is no such socket",
        hint: "is belfryd running ('systemctl status belfryd')? --socket or $BELFRY_SOCKET name another")
    case ECONNREFUSED:
      return failure(
        "nobody listens there", hint: "belfryd has stopped: 'systemctl status belfryd' says why")
    case EACCES, EPERM:
      return failure(
        "permission denied", hint: "your user must be in the socket's group: 'ls -l \(socket)', 'id'")
    default: break
    }
    switch error as? HTTPClientError {
    case .deadlineExceeded, .readTimeout, .connectTimeout:
      return failure("no answer in time", hint: "is the machine overloaded? 'journalctl -u belfryd' may tell")
    case .remoteConnectionClosed:
      return failure("it closed the connection", hint: "is it restarting? 'systemctl status belfryd' tells")
    default:
      return failure("\(error)", hint: "is it the socket of belfryd? 'ls -l \(socket)'")
    }
  }
}
