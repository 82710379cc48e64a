import Model
import Testing

@Suite struct DeviceKeyTests {
  @Test("Sixteen hex digits in either case are an EUI")
  func eui() {
    #expect(DeviceKey("0011223344556677").value == 0x0011_2233_4455_6677)
    #expect(DeviceKey("A81758FFFE04D2AC") == DeviceKey("a81758fffe04d2ac"))
    #expect(DeviceKey("a81758FFfe04D2aC").value == 0xA817_58FF_FE04_D2AC)
    #expect(DeviceKey("ffffffffffffffff").value == .max)
    #expect(DeviceKey("0000000000000000").value == 0)
  }

  @Test("All else is a name; names are case sensitive")
  func names() {
    #expect(DeviceKey("867995031234567").value == fingerprint("867995031234567"))
    #expect(DeviceKey("Lamp-1") != DeviceKey("lamp-1"))
    for name in ["", "lamp", "a81758fffe04d2a", "a81758fffe04d2acc", "a81758fffe04d2ag", "a81758-ffe04d2ac"] {
      #expect(DeviceKey(name).value == fingerprint(name))
    }
  }

  @Test("Each digit counts where it stands, and no other character is one", arguments: 0..<16)
  func digits(place: Int) {
    for byte in UInt8.min...UInt8.max {
      var text = Array("0123456789abcdef".utf8)
      text[place] = byte
      let expected = byte < 0x80 ? UInt64(String(decoding: text, as: UTF8.self), radix: 16) : nil
      // Swift's own reading takes a sign in front.
      let key = DeviceKey(eui: text.span)
      #expect(key?.value == (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") ? nil : expected))
    }
  }

  @Test func aDeviceIsNamedByItsKey() {
    let device = Device(id: "A81758FFFE04D2AC", codec: "elsys", asset: 0)
    #expect(device.key == DeviceKey("a81758fffe04d2ac"))
  }

  @Test(
    "FNV-1a, 64 bits: draft-eastlake-fnv, appendix C",
    arguments: [
      ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("b", 0xaf63_df4c_8601_f1a5),
      ("foo", 0xdcb2_7518_fed9_d577), ("foobar", 0x8594_4171_f739_67e8),
      ("chongo was here!\n", 0x4681_0940_eff5_f915),
    ] as [(String, UInt64)])
  func vectors(text: String, hash: UInt64) {
    #expect(fingerprint(text) == hash)
  }

  @Test("A text whose hash is 0 has a fingerprint all the same, since 0 stands for none")
  func zero() {
    let bytes: [UInt8] = [0xd5, 0x6b, 0xb9, 0x53, 0x42, 0x87, 0x08, 0x36]
    let hash = fingerprint(bytes.span)
    #expect(hash == 1)
  }
}
