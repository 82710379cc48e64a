import Dispatch
import Foundation
import Glibc

/// What `belfry top` reacts to.
enum Happening: Sendable {
  /// There is a new picture.
  case picture(CityPicture)
  /// The terminal has another size.
  case resized
  /// The person or the system wants it to end.
  case leave
}

/// Listens to keys and signals while it lives.
final class Listener {
  private let signals: [any DispatchSourceSignal]

  /// Tells `continuation` what happens.
  init(_ continuation: AsyncStream<Happening>.Continuation) {
    let queue = DispatchQueue(label: "belfry.top")
    let meanings: [(Int32, Happening)] = [
      (SIGWINCH, .resized), (SIGINT, .leave), (SIGTERM, .leave), (SIGHUP, .leave),
    ]
    signals = meanings.map { number, happening in
      // The source sees a signal only if its default action does not come first.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { continuation.yield(happening) }
      source.resume()
      return source
    }
    FileHandle.standardInput.readabilityHandler = { input in
      let keys = input.availableData
      if keys.isEmpty || keys.contains(where: Self.leavingKeys.contains) { continuation.yield(.leave) }
    }
  }

  deinit {
    FileHandle.standardInput.readabilityHandler = nil
    for source in signals { source.cancel() }
  }

  /// q, Q, Ctrl-C, Ctrl-D.
  private static let leavingKeys: [UInt8] = [UInt8(ascii: "q"), UInt8(ascii: "Q"), 3, 4]
}
