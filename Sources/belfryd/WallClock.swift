import Glibc
import Model
import Rings

extension Timestamp {
  /// The time of day: the only place where the daemon asks for it. A jump of the clock has to last before it is
  /// believed.
  static func now() -> Timestamp {
    Timestamp(nanoseconds: steadyTime.time(timeOfDay: read(CLOCK_REALTIME), counted: read(CLOCK_BOOTTIME)))
  }

  private static let steadyTime = SteadyTime(timeOfDay: read(CLOCK_REALTIME), counted: read(CLOCK_BOOTTIME))

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
