import Hummingbird
import NIOCore

/// One of the files of the web page, which are part of the program.
struct WebFile {
  let type: String
  let bytes: [UInt8]

  var response: Response {
    Response(
      status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
