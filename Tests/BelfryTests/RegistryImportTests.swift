import Foundation
import Testing

@testable import belfry

/// Exports in the shape of the servers' APIs become lines of the registry.
@Suite struct RegistryImportTests {
  private func lines(_ export: String) throws -> [String] {
    RegistryLine.all(for: try ExportedDevice.all(in: Data(export.utf8), file: "export")).map(\.text)
  }

  @Test func theThingsStacksListBecomesLines() throws {
    let export = """
      {"end_devices":[
        {"ids":{"device_id":"bin-7","application_ids":{"application_id":"city"},"dev_eui":"24E124538B223213"},
         "name":"Quai, rive \\"gauche\\"","version_ids":{"brand_id":"milesight-iot","model_id":"em310-udl"},
         "locations":{"user":{"latitude":50.6402,"longitude":5.5718,"source":"SOURCE_REGISTRY"}}},
        {"ids":{"device_id":"abp-1","application_ids":{"application_id":"city"}}}]}
      """
    #expect(
      try lines(export) == [
        #""Quai, rive ""gauche""",container,"Quai, rive ""gauche""",,50.6402,5.5718,24e124538b223213,milesight-em310-udl,"#,
        "abp-1,KIND,abp-1,,,,abp-1,CODEC,",
      ])
  }

  @Test func anObjectInEachLineIsAnExportToo() throws {
    func line(_ name: String, _ number: Int) -> String {
      let ids = #""ids":{"device_id":"\#(name)","dev_eui":"A81758FFFE00000\#(number)"}"#
      return #"{\#(ids),"version_ids":{"brand_id":"elsys","model_id":"ers-co2"}}"#
    }
    #expect(
      try lines(line("room-1", 1) + "\n" + line("room-2", 2) + "\n") == [
        "room-1,room,room-1,,,,a81758fffe000001,elsys,", "room-2,room,room-2,,,,a81758fffe000002,elsys,",
      ])
  }

  /// What a loop over the devices prints, with a server's tool that sets out each in many lines.
  @Test func objectsInManyLinesAreAnExportToo() throws {
    let device = { (name: String) in
      """
      {
        "ids": {
          "device_id": "\(name)"
        },
        "name": "a \\"}\\\\"
      }

      """
    }
    let expected = (1...3).map { #"room-\#($0),KIND,"a ""}\",,,,room-\#($0),CODEC,"# }
    #expect(try lines((1...3).map { device("room-\($0)") }.joined()) == expected)
    #expect(try lines("[" + device("room-1") + "]" + device("room-2") + device("room-3")) == expected)
  }

  /// As a shell of Windows' writes what a program prints.
  @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf8])
  func anExportMayBeInAnyOfUnicodesEncodings(_ encoding: String.Encoding) throws {
    let export = try #require(#"{"ids":{"device_id":"a"},"name":"é"}"#.data(using: encoding))
    #expect(try ExportedDevice.all(in: export, file: "export").map(\.name) == ["é"])
  }

  @Test func anExportThatBreaksOffIsRefusedWithItsLine() {
    let export = #"{"ids":{"device_id":"a"}}"# + "\n" + #"{"ids":{"device_id":"b"}"# + "\n"
    let failure = #expect(throws: Failure.self) { _ = try lines(export) }
    #expect(failure?.message == "what begins in line 2 of 'export' is no JSON")
  }

  @Test func chirpStacksListBecomesLines() throws {
    let export = """
      {"totalCount":1,"result":[{"devEui":"a81758fffe000001","name":"Classe 1","description":"",
        "deviceProfileId":"605d08d4","deviceProfileName":"Elsys ERS CO2"}]}
      """
    #expect(try lines(export) == ["Classe 1,room,Classe 1,,,,a81758fffe000001,elsys,"])
  }

  @Test func quotesAndLineBreaksInACell() throws {
    let export =
      "name;devEui;description\n\"Rue \"\"A\"\"\";0102030405060708;\"two\nlines\"\nb;0102030405060709;\n"
    #expect(
      try lines(export) == [
        #""Rue ""A""",KIND,"Rue ""A""",,,,0102030405060708,CODEC,"#, "b,KIND,b,,,,0102030405060709,CODEC,",
      ])
  }

  @Test func aQuoteWithinACellIsOne() throws {
    let export = "dev_eui,name\n0011223344556677,Sensor 5\" pipe\n0011223344556678,B\n"
    #expect(
      try lines(export) == [
        #""Sensor 5"" pipe",KIND,"Sensor 5"" pipe",,,,0011223344556677,CODEC,"#,
        "B,KIND,B,,,,0011223344556678,CODEC,",
      ])
  }

  @Test func devicesOfOneNameAreAssetsOfTheirOwn() throws {
    let export = "name,devEui\nEM310,0102030405060708\nEM310,0102030405060709\n"
    #expect(
      try lines(export) == [
        "0102030405060708,KIND,EM310,,,,0102030405060708,CODEC,",
        "0102030405060709,KIND,EM310,,,,0102030405060709,CODEC,",
      ])
  }

  @Test func tablesAreReadByTheirHeader() throws {
    let export =
      "\u{FEFF}id;dev_eui;name;brand_id;model_id\r\nbay-1;70B3D5E75E000001;\"Rue; 1\";bosch;tps110\r\n"
    #expect(try lines(export) == ["Rue; 1,parking_bay,Rue; 1,,,,70b3d5e75e000001,bosch-tps110,"])
    #expect(try lines("name,devEui\nx,0102030405060708\n") == ["x,KIND,x,,,,0102030405060708,CODEC,"])
  }

  @Test(arguments: ["", "{}", "[]", "a,b\n1,2\n", "{"])
  func whatHoldsNoDeviceIsRefused(_ export: String) {
    #expect(throws: Failure.self) { _ = try lines(export) }
  }
}
