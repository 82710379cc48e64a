import Dispatch
import Foundation

/// A thread of the pipeline that can be waited for.
struct PipelineThread: Sendable {
  private let ended = DispatchSemaphore(value: 0)

  /// Starts a thread that ends when `body` returns.
  init(_ name: String, _ body: @escaping @Sendable () -> Void) {
    let ended = ended
    let thread = Thread {
      // So that `top -H` shows it; what Foundation does with a thread's name comes at times too early for the system.
      try? FileHandle(forWritingAtPath: "/proc/thread-self/comm")?.write(contentsOf: Data(name.utf8))
      body()
      ended.signal()
    }
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Waits for the end.
  /// - Returns: false when it did not come within `seconds`.
  func join(seconds: Double) -> Bool { ended.wait(timeout: .now() + seconds) == .success }
}
