public import Core
public import Model

/// Access to the live city from outside its thread.
///
/// The city lives on one thread and nobody else touches it: a question travels there, is answered between
/// two batches of messages, and so sees one consistent moment.
public protocol LiveCity: Sendable {
  /// Asks the city.
  /// - Parameter question: runs on the city's thread; keep it short, everything else waits.
  /// - Returns: what `question` returned.
  /// - Throws: ``CityBusy`` when too many questions wait already, or the daemon ends.
  func ask<Answer: Sendable>(
    _ question: @escaping @Sendable (_ city: borrowing City, _ now: Timestamp) -> Answer
  ) async throws -> Answer
}

/// The city can't answer now.
public struct CityBusy: Error, Sendable {
  /// The city can't answer now.
  public init() {}
}
