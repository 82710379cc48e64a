import Model

/// What a frame of Adeunis says of the time of its newest measurement.
///
/// Bit 2 of the status says that a time stands in the last four bytes; in older firmware it says that the hardware has
/// an error, and no time is there. Where measurements fill the frame only with a time or only without one, its length
/// decides. Where they would fill it either way, what stands there is a time if it is one of the days before the
/// reception.
/// Source: Adeunis, user guides, "Frames description", and its published decoders.
struct AdeunisClock: Sendable {
  /// The bit of the status.
  static let bit = 0x04
  /// 2013-01-01T00:00:00Z.
  private static let epoch: Int64 = 1_356_998_400
  private static let longestWay = Duration.seconds(7 * 86_400)

  /// When the newest measurement was made; `nil` when the frame does not say.
  var time: Timestamp?
  /// Where the measurements end.
  var end: Int
}

extension AdeunisClock {
  /// The clock of a frame whose newest measurement ends at `measuredTo`, and whose older ones have `step` bytes each.
  init(
    _ payload: Span<UInt8>, measuredTo: Int, step: Int, _ context: DecodeContext
  ) throws(DecodeError) {
    (time, end) = (nil, payload.count)
    let place = payload.count - 4
    guard try payload.uint8(at: 1, "a status") & Self.bit != 0, place >= measuredTo else { return }
    let seconds = try payload.uint32BE(at: place, "4 bytes of time")
    let written = Timestamp(seconds: Self.epoch + Int64(seconds))
    switch ((place - measuredTo) % step == 0, (payload.count - measuredTo) % step == 0) {
    case (true, false): (time, end) = (written, place)
    case (false, true): break
    default:
      if written <= context.receivedAt, context.receivedAt - written <= Self.longestWay { time = written }
      // Else it may be that of a clock which was never set: it is not taken for measurements either.
      end = place
    }
  }
}
