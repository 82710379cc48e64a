import CLinux
import Glibc

/// How the daemon's memory goes back to the system.
enum MemoryPolicy {
  /// Large blocks are the system's own from the start, and given back when they are freed; few arenas are kept.
  ///
  /// By itself glibc raises the size from which that holds with each large block that is freed, up to 32 MB: after
  /// the first snapshots of a city (tens of megabytes) the daemon kept twice its size. Measured with 20,000 assets:
  /// 300 MB after two snapshots without, 220 MB with this.
  static func apply() {
    let large: Int32 = 1 << 20
    mallopt(M_MMAP_THRESHOLD, large)
    mallopt(M_TRIM_THRESHOLD, large)
    mallopt(M_ARENA_MAX, 2)
  }

  /// Gives back what only the start needed: freed pieces of the heap, and the code and the constants, of the program and
  /// its libraries, that read the configuration and built the city. What is needed again comes from the page cache.
  ///
  /// **Why this is sound.** The dynamic linker lends its list for the call. Only segments that their headers call not
  /// writable are let go: nobody wrote to them, so each page is the file's, and the next access brings the same bytes
  /// back. Only text relocations would be written there, which position-independent code has none of, and all that
  /// Debian ships is that. What a relocation changes otherwise stands in writable segments, protected later or not. No
  /// page belongs to two segments, since it has one protection: to round to whole pages touches no other's. Threads that
  /// run meanwhile, this one too, wait for a page that they need as they did at its first use.
  static func forgetStart() {
    malloc_trim(0)
    _ = unsafe dl_iterate_phdr(
      { object, _, _ in
        guard let object = unsafe object?.pointee else { return 0 }
        let page = UInt64(sysconf(CInt(_SC_PAGESIZE)))
        for index in 0..<Int(unsafe object.header_count) {
          let segment = unsafe object.headers[index]
          guard segment.p_type == PT_LOAD, segment.p_flags & UInt32(PF_W) == 0 else { continue }
          let start = unsafe (object.base &+ segment.p_vaddr) & ~(page - 1)
          let end = unsafe object.base &+ segment.p_vaddr &+ segment.p_memsz
          // Where the kernel refuses, all stays as it was.
          unsafe madvise(UnsafeMutableRawPointer(bitPattern: UInt(start)), Int(end - start), MADV_DONTNEED)
        }
        return 0
      }, nil)
  }
}
