import Codecs
import Model
import Testing

/// RFC 8428 and what Belfry makes of it. The samples named `exN` are the RFC authors' own.
@Suite struct SenMLTests {
  private func pack(_ json: String, device: String? = nil) throws(DecodeError) -> Envelope {
    try read("senml", Array(json.utf8), topic: "nbiot/\(device ?? "")/senml", wildcard: device)
  }

  /// The readings of each uplink as text: `device: quantity value at seconds-from-arrival, …`.
  private func summary(_ envelope: Envelope) -> [String] {
    envelope.uplinks.indices.map { index in
      let readings = envelope.readings(index).map { reading in
        let value = (reading.value * 1e6).rounded() / 1e6
        return "\(reading.quantity.name) \(value) at \((reading.at - arrivalTime).inSeconds)"
      }
      return "\(envelope.device(index)): \(readings.joined(separator: ", "))"
    }
  }

  private func refusal(_ json: String, device: String? = nil) -> Rejection? {
    do {
      _ = try pack(json, device: device)
      return nil
    } catch {
      return error.reason
    }
  }

  // MARK: Resolution

  @Test func baseNameAndBaseUnit() throws {  // ex2
    let envelope = try pack(
      """
      [{"bn":"urn:dev:ow:10e2073a01080063:","n":"voltage","t":0,"u":"V","v":120.1},
       {"n":"current","t":0,"u":"A","v":1.2}]
      """)
    #expect(summary(envelope) == ["urn:dev:ow:10e2073a01080063: voltage 120.1 at 0.0, current 1.2 at 0.0"])
    #expect(envelope.uplinks[0].uplink.device == DeviceKey("urn:dev:ow:10e2073a01080063"))
    #expect(envelope.uplinks[0].uplink.frameCounter == nil)
    #expect(envelope.uplinks[0].uplink.receivedAt == arrivalTime)
  }

  @Test func absoluteTimesAndAnOlderVersion() throws {  // ex3
    let envelope = try pack(
      """
      [{"bn":"urn:dev:ow:10e2073a0108006:","bt":1276020076.001,"bu":"A","bver":5,"n":"voltage","u":"V","v":120.1},
       {"n":"current","t":-5,"v":1.2},{"n":"current","t":0,"v":1.7}]
      """)
    let readings = envelope.readings()
    #expect(readings.map(\.quantity) == [.voltage, .current, .current])
    #expect(readings[1].at.description == "2010-06-08T18:01:11.001Z")
    #expect(readings[2].at.description == "2010-06-08T18:01:16.001Z")
  }

  @Test func timesBelowTwoToThe28AreRelative() throws {
    let envelope = try pack(
      """
      [{"bn":"d:","n":"temp","t":-90.5,"v":1},{"n":"temp","t":268435455,"v":2},{"n":"temp","t":268435456,"v":3},
       {"bt":-10,"n":"temp","v":4},{"n":"temp","t":-5,"v":5}]
      """)
    let times = envelope.readings().map(\.at)
    #expect(times[0] == arrivalTime - .seconds(90.5))
    #expect(times[1] == arrivalTime + .seconds(268_435_455))
    #expect(times[2] == Timestamp(seconds: 268_435_456))
    #expect(times[3] == arrivalTime - .seconds(10))
    #expect(times[4] == arrivalTime - .seconds(15))
  }

  @Test func baseValuesAreAdded() throws {
    let envelope = try pack(#"[{"bn":"d:","bv":20,"n":"temp","v":1.5},{"n":"temp","v":-2}]"#)
    #expect(envelope.readings().map(\.value) == [21.5, 18])
  }

  @Test func aRecordOfBaseFieldsAlone() throws {  // ex9
    let envelope = try pack(
      #"[{"bn":"urn:dev:ow:10e2073a01080063:"},{"n":"temp","u":"Cel","v":23.1},{"n":"heat","u":"/","v":1}]"#)
    #expect(summary(envelope) == ["urn:dev:ow:10e2073a01080063: temperature 23.1 at 0.0"])
    #expect(envelope.readings.warnings.count == 1)
  }

  @Test func otherKindsOfValues() throws {  // ex7, with switches of ours
    let envelope = try pack(
      """
      [{"bn":"d:","n":"temp","v":23.1,"u":"Cel"},{"n":"label","vs":"Machine Room"},{"n":"occupied","vb":true},
       {"n":"tilt","vb":false},{"n":"reader","vd":"aGkgCg"},{"n":"humidity","vb":true},{"n":"energy","s":5}]
      """)
    #expect(summary(envelope) == ["d: temperature 23.1 at 0.0, occupied 1.0 at 0.0, tilt 0.0 at 0.0"])
  }

  @Test func namesInAnyCaseAndWithSynonyms() throws {
    let envelope = try pack(
      """
      [{"bn":"d/","n":"Temperature","v":1},{"n":"RH","v":2},{"n":"bat","v":3},{"n":"pm2.5","v":4},
       {"n":"pm2_5","v":5},{"n":"fill_level","v":6},{"n":"noise_lamax","v":7}]
      """)
    #expect(
      envelope.readings().map(\.quantity) == [
        .temperature, .humidity, .battery, .pm25, .pm25, .fillLevel, .noiseLAmax,
      ])
  }

  @Test func everyQuantityThatDevicesMeasureHasItsName() throws {
    for quantity in Quantity.allCases {
      let envelope = try pack(#"[{"bn":"d:","n":"\#(quantity.name)","v":1}]"#)
      #expect(envelope.readings().map(\.quantity) == (quantity.isDerived ? [] : [quantity]))
    }
  }

  @Test(
    arguments: [
      ("temperature", "K", 300, 26.85), ("distance", "m", 1.25, 1250), ("distance", "cm", 12, 120),
      ("fill_level", "/", 0.5, 50), ("fill_level", "%", 50, 50), ("humidity", "%RH", 41, 41),
      ("humidity", "/", 0.4, 40),
      ("battery", "%EL", 80, 80), ("pressure", "Pa", 101325, 1013.25), ("pressure", "hPa", 1013, 1013),
      ("energy", "J", 3_600_000, 1000), ("energy", "kWh", 1.5, 1500), ("power", "kW", 2, 2000),
      ("current", "mA", 250, 0.25), ("battery_voltage", "mV", 3600, 3.6), ("co2", "ppm", 400, 400),
      ("soil_conductivity", "S/m", 0.12, 1200), ("burn_time", "s", 7200, 2), ("water_volume", "m3", 2, 2000),
      ("noise_laeq", "dB", 55, 55), ("rssi", "dBW", -120, -90), ("motion", "count", 3, 3),
      ("occupied", "/", 1, 1),
      ("pm2_5", "kg/m3", 1e-8, 10),
    ] as [(String, String, Double, Double)])
  func unitsAreConverted(_ name: String, _ unit: String, _ value: Double, _ expected: Double) throws {
    let envelope = try pack(#"[{"bn":"d:","n":"\#(name)","u":"\#(unit)","v":\#(value)}]"#)
    let reading = try #require(envelope.readings().first)
    #expect(abs(reading.value - expected) < 1e-6)
  }

  @Test(arguments: [
    ("temperature", "%RH"), ("humidity", "Cel"), ("humidity", "%EL"), ("battery", "V"), ("distance", "lx"),
    ("energy", "W"), ("power", "Wh"), ("temperature", "furlong"), ("occupied", "%"),
  ])
  func contradictingUnitsGiveNoReading(_ name: String, _ unit: String) throws {
    let envelope = try pack(
      #"[{"bn":"d:","n":"\#(name)","u":"\#(unit)","v":1},{"n":"co2","u":"ppm","v":400}]"#)
    #expect(envelope.readings().map(\.quantity) == [.co2])
    #expect(envelope.readings.warnings.count == 1)
  }

  @Test func aNameThatIsOnlyTheDeviceIsReadByItsUnit() throws {  // ex5
    let envelope = try pack(
      """
      [{"bn":"urn:dev:ow:10e2073a01080063","bt":1320067464,"bu":"%RH","v":20.0,"t":0},
       {"v":24.30621,"u":"lon","t":0},{"v":60.07965,"u":"lat","t":0},{"v":98.0,"u":"%EL","t":150}]
      """)
    #expect(envelope.readings().map(\.quantity) == [.humidity, .battery])
    #expect(envelope.device() == "urn:dev:ow:10e2073a01080063")
  }

  @Test func unknownNamesAloneStillAreAnUplink() throws {
    let envelope = try pack(#"[{"bn":"d:","n":"flux","v":1}]"#)
    #expect(summary(envelope) == ["d: "])
    #expect(envelope.readings.warnings.count == 1)
  }

  // MARK: Devices

  @Test func oneDevicePerBaseName() throws {  // ex6
    let envelope = try pack(
      """
      [{"bn":"2001:db8::2/","bt":1750000000,"n":"temperature","v":25.2,"u":"Cel"},
       {"n":"humidity","v":30,"u":"%RH"},
       {"bn":"2001:db8::1/","n":"temperature","v":12.3,"u":"Cel"},{"n":"humidity","v":67,"u":"%RH"}]
      """)
    #expect(
      summary(envelope) == [
        "2001:db8::2: temperature 25.2 at 0.0, humidity 30.0 at 0.0",
        "2001:db8::1: temperature 12.3 at 0.0, humidity 67.0 at 0.0",
      ])
  }

  @Test func theTopicNamesTheDevice() throws {
    #expect(
      try summary(pack(#"[{"n":"temp","v":1},{"n":"rh","v":2}]"#, device: "867723030711443")) == [
        "867723030711443: temperature 1.0 at 0.0, humidity 2.0 at 0.0"
      ])
    #expect(
      try summary(
        pack(#"[{"bn":"urn:dev:imei:867723030711443:","n":"temp","v":1}]"#, device: "867723030711443"))
        == ["867723030711443: temperature 1.0 at 0.0"])
    // Whatever a lone device calls itself.
    #expect(
      try summary(pack(#"[{"bn":"sensor/","n":"temp","v":1}]"#, device: "A81758FFFE03F2AB"))
        == ["a81758fffe03f2ab: temperature 1.0 at 0.0"])
  }

  @Test func aLaterBaseNameOfAnotherDeviceCounts() throws {
    let json = """
      [{"bn":"dev-1","n":"temp","v":21.5},{"n":"humidity","v":55},
       {"bn":"dev-1/room/","n":"co2","v":500},{"bn":"gw.","n":"battery","v":99},
       {"bn":"dev-2","n":"temp","v":19},{"bn":"","n":"humidity","v":60}]
      """
    #expect(
      try summary(pack(json, device: "gw")) == [
        "gw: temperature 21.5 at 0.0, humidity 55.0 at 0.0, co2 500.0 at 0.0, battery 99.0 at 0.0",
        "dev-2: temperature 19.0 at 0.0",
        "gw: humidity 60.0 at 0.0",
      ])
  }

  /// RFC 8428, section 4.5.1: names are unique in the world, and best URNs.
  @Test func aURNNamesADeviceWithoutABaseNameToo() throws {
    let json = """
      [{"n":"battery","v":99},{"n":"urn:dev:ow:10e2:temp","v":21},{"n":"urn:dev:ow:10e2:humidity","v":55},
       {"n":"urn:dev:ow:10e3:temp","v":19},{"n":"urn:dev:ow:10e3:flux","v":1},{"n":"room1/co2","v":500},
       {"n":"urn:dev:imei:867723030711443:motion","v":1}]
      """
    #expect(
      try summary(pack(json, device: "867723030711443")) == [
        "867723030711443: battery 99.0 at 0.0, temperature 21.0 at 0.0, humidity 55.0 at 0.0",
        "urn:dev:ow:10e3: temperature 19.0 at 0.0",
        "867723030711443: co2 500.0 at 0.0, motion 1.0 at 0.0",
      ])
  }

  @Test func aNameThatOnlyBeginsLikeAnotherIsAnotherDevice() throws {
    let json =
      #"[{"bn":"dev-1","n":"temp","v":1},{"bn":"dev-12","n":"temp","v":2},{"bn":"my-gw","n":"temp","v":3}]"#
    #expect(
      try summary(pack(json, device: "gw")) == [
        "gw: temperature 1.0 at 0.0", "dev-12: temperature 2.0 at 0.0", "gw: temperature 3.0 at 0.0",
      ])
  }

  @Test func withoutBaseNameAndWildcardTheNameHoldsTheDevice() throws {
    #expect(
      try summary(pack(#"[{"n":"room1/temp","v":1},{"n":"urn:dev:ow:10e2:hum","v":2}]"#)) == [
        "room1: temperature 1.0 at 0.0", "urn:dev:ow:10e2: humidity 2.0 at 0.0",
      ])
    #expect(try summary(pack(#"[{"bn":"room1/temp","v":1}]"#)) == ["room1: temperature 1.0 at 0.0"])
    #expect(refusal(#"[{"n":"temp","v":1}]"#) == .missingField)
  }

  @Test func aRetainedPackIsAsOldAsItsReadings() throws {
    let retained = Arrival(at: arrivalTime, isRetained: true)
    var dated = try pack(#"[{"bn":"d:","bt":1777881600,"n":"temp","v":1},{"n":"temp","t":60,"v":2}]"#)
    dated.forgetUndated(retained)
    #expect(dated.uplinks.map(\.uplink.receivedAt) == [Timestamp(seconds: 1_777_881_660)])
    for text in [
      #"[{"bn":"d:","n":"temp","v":1}]"#, #"[{"bn":"d:","n":"temp","t":1777881600,"v":1},{"n":"hum","v":2}]"#,
    ] {
      var undated = try pack(text)
      undated.forgetUndated(Arrival(at: arrivalTime))
      #expect(undated.uplinks.count == 1, "it is not retained")
      undated.forgetUndated(retained)
      #expect(undated.uplinks.isEmpty)
    }
  }

  // MARK: Refusals

  @Test(arguments: [
    (#"{"time":"test"}"#, Rejection.wrongFormat), ("1234", .wrongFormat), ("[]", .wrongFormat),
    ("garbage", .malformedJSON), (#"[{"bn":"d:","n":"temp","v":1}"#, .malformedJSON), ("[1]", .missingField),
    (#"[{"bn":"room1/ temp","v":23.5}]"#, .wrongFormat),
    (#"[{"bn":"d","v":23.6,"vs":"cool"}]"#, .wrongFormat),
    (#"[{"n":"dev"}]"#, .missingField), (#"[{"n":"-3a","v":1}]"#, .wrongFormat),
    (#"[{"n":"A;b","v":1}]"#, .wrongFormat),
    (#"[{"bn":""# + String(repeating: "d", count: 252) + #"/","n":"temp","v":1}]"#, .wrongFormat),
    (#"[{"bn":"/room","n":"/dev","v":1}]"#, .wrongFormat),
    (#"[{"bn":"room#3","n":"/dev","v":1}]"#, .wrongFormat),
    (#"[{"bn":"d:","bver":11,"n":"temp","v":1}]"#, .wrongFormat),
    (#"[{"bn":"d:","bver":5,"n":"temp","v":1},{"bver":10,"n":"hum","v":2}]"#, .wrongFormat),
    (#"[{"bn":"d:","n":"temp","v":1},{"bver":5,"n":"hum","v":2}]"#, .wrongFormat),
    (#"[{"bn":"d:","n":"temp","v":1,"must_":2}]"#, .wrongFormat),
    (#"[{"bn":"d:","n":"temp","v":"1"}]"#, .missingField),
    (#"[{"bn":"d:","n":"temp","v":1,"t":1e300}]"#, .badTime),
    (#"[{"bn":"d:","n":"temp","v":1,"t":"now"}]"#, .missingField), (#"[null]"#, .missingField),
  ])
  func refuses(_ json: String, _ reason: Rejection) {
    #expect(refusal(json) == reason)
    #expect(refusal(json, device: "d") == reason)
  }

  /// RFC 8428, section 4.2: the sum is in the unit times seconds; of watts that is joules.
  @Test func theSumOfPowerIsEnergy() throws {
    let both = try pack(#"[{"bn":"d:","bs":3.6e6,"n":"power","u":"kW","v":2,"s":3600}]"#).readings()
    #expect(both.map(\.quantity) == [.power, .energy])
    #expect(both.map(\.value) == [2000, 1_001_000])
    let alone = try pack(#"[{"bn":"d:","n":"power","u":"W","s":7200}]"#).readings()
    #expect(alone.map(\.quantity) == [.energy])
    #expect(alone.map(\.value) == [2])
    #expect(try pack(#"[{"bn":"d:","n":"temp","u":"Cel","s":7200}]"#).readings().isEmpty)
  }

  @Test func unknownLabelsAreIgnored() throws {  // ex8
    let envelope = try pack(
      #"[{"bn":"d:","l":"[{\"href\":\"humidity\"}]","n":"temperature","v":27.2,"u":"Cel"}]"#)
    #expect(envelope.readings().map(\.value) == [27.2])
  }
}
