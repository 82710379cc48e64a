import Model

/// Why an image of a city can't be used; the history can always be replayed instead.
public enum ImageError: Error, Hashable, Sendable {
  /// Another version wrote it.
  case otherVersion
  /// It ends too early, or says what can't be.
  case damaged
}

/// Writes the state of a city as bytes that the same build of the same program reads again.
///
/// Values without references go in as they stand in memory: an image of a million devices is written and
/// read in the time that it takes to copy it. It is no format for others: the history is.
struct ImageWriter {
  private(set) var bytes: [UInt8] = []

  /// Appends a value as it stands in memory.
  mutating func write<Value: BitwiseCopyable>(_ value: Value) {
    // Sound: the value is alive for the call, and its bytes are only read.
    unsafe withUnsafeBytes(of: value) { raw in unsafe bytes.append(contentsOf: raw) }
  }

  /// Appends the number of values and the values.
  mutating func write<Value: BitwiseCopyable>(_ values: [Value]) {
    write(values.count)
    // Sound: as above, for the array's whole storage.
    unsafe values.withUnsafeBytes { raw in unsafe bytes.append(contentsOf: raw) }
  }

  /// Appends a text.
  mutating func write(_ text: String) {
    write(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends texts.
  mutating func write(_ texts: [String]) {
    write(texts.count)
    for text in texts { write(text) }
  }

  /// Appends whether there is a value, and the value.
  mutating func write<Value>(_ value: Value?, _ writeSome: (inout ImageWriter, Value) -> Void) {
    write(value != nil)
    if let value { writeSome(&self, value) }
  }
}

/// Reads what an ``ImageWriter`` of the same build wrote, in the same order.
struct ImageReader {
  private let bytes: [UInt8]
  private var next = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { next == bytes.count }

  /// Reads a value that was written as it stood in memory.
  mutating func read<Value: BitwiseCopyable>(_ type: Value.Type = Value.self) throws(ImageError) -> Value {
    let size = MemoryLayout<Value>.size
    guard bytes.count - next >= size else { throw .damaged }
    defer { next += size }
    // Sound: the range is within the array. The bytes were a value of this type in the same layout: the
    // image begins with the sizes of its types, which were compared, and the file that holds one has a checksum
    // of all its bytes, which was too.
    return unsafe bytes.withUnsafeBytes { raw in
      unsafe raw.loadUnaligned(fromByteOffset: next, as: Value.self)
    }
  }

  /// Reads values whose number was written before them.
  mutating func read<Value: BitwiseCopyable>(
    arrayOf type: Value.Type = Value.self
  ) throws(ImageError) -> [Value] {
    let count: Int = try read()
    let stride = MemoryLayout<Value>.stride
    guard count >= 0, count <= (bytes.count - next) / stride else { throw .damaged }
    defer { next += count * stride }
    // Sound: as above; the new array's storage has room for `count` strides, all of which are filled.
    return unsafe [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      unsafe bytes.withUnsafeBytes { raw in
        let slice = unsafe raw[next..<next + count * stride]
        unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: UnsafeRawBufferPointer(rebasing: slice))
      }
      initialized = count
    }
  }

  /// Reads a text.
  mutating func readText() throws(ImageError) -> String {
    let count: Int = try read()
    guard count >= 0, count <= bytes.count - next else { throw .damaged }
    defer { next += count }
    return String(decoding: bytes[next..<next + count], as: UTF8.self)
  }

  /// Reads texts.
  mutating func readTexts() throws(ImageError) -> [String] {
    let count: Int = try read()
    guard count >= 0, count <= bytes.count - next else { throw .damaged }
    var texts: [String] = []
    texts.reserveCapacity(count)
    for _ in 0..<count { texts.append(try readText()) }
    return texts
  }

  /// Reads a value that may be absent.
  mutating func read<Value>(
    _ readSome: (inout ImageReader) throws(ImageError) -> Value
  ) throws(ImageError) -> Value? {
    try read(Bool.self) ? try readSome(&self) : nil
  }
}
