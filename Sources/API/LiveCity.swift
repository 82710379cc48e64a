public import Core
public import Model
public import Wire

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

  /// Carries out what a person asked of an alert, and answers when it is on disk.
  /// - Returns: the alert as it stands then.
  /// - Throws: `CommandRefusal` when it makes no sense, or ``CityBusy``.
  func carryOut(_ command: OperatorCommand) async throws -> AlertObject

  /// Takes a value of an indicator that a person enters, and answers when it is on disk.
  /// - Returns: the indicator with its newest value.
  /// - Throws: `EntryRefusal` when it makes no sense, or ``CityBusy``.
  func enter(_ entry: IndicatorEntry) async throws -> IndicatorObject
}

/// The city can't answer now.
public struct CityBusy: Error, Sendable {
  /// The city can't answer now.
  public init() {}
}
