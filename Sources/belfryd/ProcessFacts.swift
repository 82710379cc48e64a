import Foundation
import Glibc
import Wire

extension Status.Process {
  /// What this process uses now; zero where the system does not tell.
  static func current() -> Status.Process {
    var usage = rusage()
    unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
    let cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    let fields =
      (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    let pages = fields.count > 1 ? Int(fields[1]) ?? 0 : 0
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task"))?.count ?? 0
    return Status.Process(
      cpuSeconds: cpu, residentBytes: pages * Int(sysconf(Int32(_SC_PAGESIZE))), threads: threads)
  }

  private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
