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

  /// Gives back what only the start needed: freed pieces of the heap, and the code and the constants of the program that
  /// read the configuration and built the city. What is needed again comes from the page cache.
  ///
  /// **Why this is sound.** The kernel tells where the program's own headers are, which stay for as long as it runs. Only
  /// segments that they call not writable are let go: nobody wrote to them, so each page is the file's, and the next
  /// access brings the same bytes back.
  static func forgetStart() {
    malloc_trim(0)
    guard let first = unsafe UnsafePointer<Elf64_Phdr>(bitPattern: getauxval(UInt(AT_PHDR))) else { return }
    let segments = unsafe UnsafeBufferPointer(start: first, count: Int(getauxval(UInt(AT_PHNUM))))
    // Where the headers are, less where they were to be, is what all of the program is moved by.
    guard let own = unsafe segments.first(where: { $0.p_type == PT_PHDR }) else { return }
    let base = UInt(bitPattern: first) - UInt(own.p_vaddr)
    let page = UInt(sysconf(CInt(_SC_PAGESIZE)))
    for index in segments.indices {
      let segment = unsafe segments[index]
      guard segment.p_type == PT_LOAD, segment.p_flags & UInt32(PF_W) == 0 else { continue }
      let end = base + UInt(segment.p_vaddr + segment.p_memsz)
      let start = (base + UInt(segment.p_vaddr)) & ~(page - 1)
      // Where the kernel refuses, all stays as it was.
      unsafe madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_DONTNEED)
    }
  }
}
