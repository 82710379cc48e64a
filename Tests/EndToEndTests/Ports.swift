import Glibc

/// The address of `port` on loopback; 0 lets the system choose.
func loopback(port: Int) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = in_port_t(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return address
}

/// Binds a TCP socket to a port of loopback that nobody uses.
/// - Returns: the port.
func bindToFreePort(_ descriptor: Int32) -> Int {
  var address = loopback(port: 0)
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  return withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
      _ = bind(descriptor, address, length)
      _ = getsockname(descriptor, address, &length)
    }
    return Int(UInt16(bigEndian: pointer.pointee.sin_port))
  }
}

/// A TCP port of loopback that nobody uses now.
func freePort() -> Int {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
  defer { close(descriptor) }
  return bindToFreePort(descriptor)
}
