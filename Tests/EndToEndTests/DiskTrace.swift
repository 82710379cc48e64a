import Foundation
import Glibc
import Testing

/// What a program did that a power cut can undo or cut short, in its order, as `strace` wrote it down.
struct DiskTrace {
  /// One step; files by their paths.
  enum Step {
    /// It is there from now on, empty if it was not before.
    case make(String)
    case write(String, at: Int, [UInt8])
    case truncate(String, to: Int)
    /// What was written before is on disk when the same thread's sync has ended.
    case syncBegins(String, thread: Substring)
    case syncEnds(String, thread: Substring)
    case rename(String, to: String)
    case remove(String)
    /// To whoever is at the other end of a socket, which goes by the name that the kernel gives it.
    case send(String, [UInt8])
  }

  /// What to ask of `strace` so that it writes all of that to `file`.
  static func options(to file: String) -> [String] {
    let calls =
      "openat,write,pwrite64,lseek,ftruncate,fdatasync,fsync,rename,renameat,renameat2,unlink,unlinkat,sendto"
    return [
      "-D", "-f", "-q", "-y", "-xx", "-s", "10000000", "-e", "trace=\(calls)", "-e", "signal=none", "-o",
      file,
    ]
  }

  private(set) var steps: [Step] = []
  /// How far each open file has been read or written.
  private var places: [Descriptor: Int] = [:]
  /// The beginnings of calls that have not ended, by thread.
  private var begun: [Substring: Substring] = [:]

  /// Reads on, from a file whose program has ended.
  mutating func read(_ file: String) throws {
    for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
      let thread = line.prefix { $0 != " " }
      let rest = line.dropFirst(thread.count).drop { $0 == " " }
      if let resumed = rest.firstRange(of: " resumed>"), rest.hasPrefix("<... ") {
        take(Call("\(begun.removeValue(forKey: thread) ?? "")\(rest[resumed.upperBound...])"), thread)
      } else if rest.hasSuffix(" <unfinished ...>") {
        begun[thread] = rest.dropLast(" <unfinished ...>".count)
        begin(Call(String(rest)), thread)
      } else {
        begin(Call(String(rest)), thread)
        take(Call(String(rest)), thread)
      }
    }
  }

  private mutating func begin(_ call: Call?, _ thread: Substring) {
    guard let call, ["fdatasync", "fsync"].contains(call.name), let file = call.descriptor else { return }
    steps.append(.syncBegins(file.path, thread: thread))
  }

  private mutating func take(_ call: Call?, _ thread: Substring) {
    guard let call, call.result >= 0 else { return }
    switch (call.name, call.descriptor) {
    case ("openat", _): open(call)
    case ("write", let socket?) where socket.path.hasPrefix("socket:"): send(call, to: socket)
    case ("write", let file?): write(call, file, at: places[file, default: 0])
    case ("pwrite64", let file?): steps.append(.write(file.path, at: call.lastNumber, call.bytes))
    case ("lseek", let file?): places[file] = call.result
    case ("ftruncate", let file?): steps.append(.truncate(file.path, to: call.lastNumber))
    case ("fdatasync", let file?), ("fsync", let file?): steps.append(.syncEnds(file.path, thread: thread))
    case ("sendto", let socket?): send(call, to: socket)
    case ("unlink", _), ("unlinkat", _): steps.append(.remove(call.paths[0]))
    case ("rename", _), ("renameat", _), ("renameat2", _):
      steps.append(.rename(call.paths[0], to: call.paths[1]))
    default: break
    }
  }

  private mutating func open(_ call: Call) {
    places[Descriptor(number: call.result, path: call.paths[0])] = 0
    if call.text.contains("O_CREAT") { steps.append(.make(call.paths[0])) }
    if call.text.contains("O_TRUNC") { steps.append(.truncate(call.paths[0], to: 0)) }
  }

  private mutating func send(_ call: Call, to socket: Descriptor) {
    steps.append(.send(socket.path, Array(call.bytes.prefix(call.result))))
  }

  private mutating func write(_ call: Call, _ file: Descriptor, at place: Int) {
    steps.append(.write(file.path, at: place, Array(call.bytes.prefix(call.result))))
    places[file] = place + call.result
  }
}

/// An open file.
private struct Descriptor: Hashable {
  let number: Int
  let path: String
}

/// A call as `strace` writes it: `pwrite64(4</tmp/x>, "\x00…", 24, 32) = 24`, all texts in hex.
private struct Call {
  let text: String
  let name: Substring

  init?(_ text: String) {
    guard let open = text.firstIndex(of: "(") else { return nil }
    self.text = text
    name = text[..<open]
  }

  /// What it gave back; -1 when it failed, or has not ended.
  var result: Int {
    guard let equals = text.range(of: " = ", options: .backwards) else { return -1 }
    return Int(text[equals.upperBound...].prefix { $0.isNumber || $0 == "-" }) ?? -1
  }

  /// The first argument, if it is an open file.
  var descriptor: Descriptor? {
    let argument = text[name.endIndex...].dropFirst().prefix { $0 != ">" }
    guard let open = argument.firstIndex(of: "<"), let number = Int(argument[..<open]) else { return nil }
    return Descriptor(
      number: number, path: String(decoding: Self.bytes(argument[open...].dropFirst()), as: UTF8.self))
  }

  /// The texts among the arguments.
  private var quoted: [Substring] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map(\.element)
  }

  var bytes: [UInt8] { quoted.first.map(Self.bytes) ?? [] }
  var paths: [String] { quoted.map { String(decoding: Self.bytes($0), as: UTF8.self) } }

  /// The last argument.
  var lastNumber: Int {
    guard let end = text.range(of: ")", options: .backwards),
      let comma = text[..<end.lowerBound].range(of: ", ", options: .backwards)
    else { return 0 }
    return Int(text[comma.upperBound..<end.lowerBound]) ?? 0
  }

  private static func bytes(_ hex: Substring) -> [UInt8] {
    hex.utf8.split(separator: UInt8(ascii: "x")).compactMap { UInt8(Substring($0.prefix(2)), radix: 16) }
  }
}
