import Glibc

/// Whether the system lets the daemon have the threads that it takes: libraries that get none end the process without a
/// word (`TasksMax=` of its unit, `ulimit -u`).
enum ThreadRoom {
  /// About twice what it takes on two cores.
  private static let needed = 32

  /// Looks, by having them.
  /// - Throws: when there are fewer.
  static func check() throws(DaemonError) {
    var ends: [CInt] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return }
    var threads: [pthread_t] = []
    while threads.count < needed {
      var thread = pthread_t()
      // Sound: the argument is a number and is not followed; each thread waits for the end of what it reads, and is
      // joined below.
      let argument = unsafe UnsafeMutableRawPointer(bitPattern: Int(ends[0]))
      let code = unsafe pthread_create(
        &thread, nil,
        { argument in
          var byte: UInt8 = 0
          _ = unsafe read(CInt(Int(bitPattern: argument)), &byte, 1)
          return nil
        }, argument)
      guard code == 0 else { break }
      threads.append(thread)
    }
    close(ends[1])
    for thread in threads { pthread_join(thread, nil) }
    close(ends[0])
    guard threads.count == needed else {
      throw DaemonError(
        description:
          "the system allows \(threads.count) more threads, and \(needed) are needed: raise `TasksMax=` of the unit, or "
          + "`ulimit -u`")
    }
  }
}
