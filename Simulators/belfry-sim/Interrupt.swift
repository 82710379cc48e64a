import Glibc
import MQTT

/// Ctrl-C and SIGTERM: a wish to end in good order.
enum Interrupt {
  private static let signal = StopSignal()

  /// Whether somebody wants the program to end.
  static var isRequested: Bool { signal.isSet }

  /// Begins to listen; a second Ctrl-C ends the program at once.
  static func listen() {
    _ = signal  // Made here, as a signal handler must not make anything.
    for number in [SIGINT, SIGTERM] {
      _ = Glibc.signal(number) { number in
        Interrupt.signal.set()
        _ = Glibc.signal(number, SIG_DFL)
      }
    }
  }
}
