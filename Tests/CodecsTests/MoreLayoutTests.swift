import Codecs
import Model
import Testing

/// What the layouts say that no published payload shows: shorter and longer frames, status frames, what stands behind
/// a record of another kind, stored values.
@Suite struct MoreLayoutTests {
  private let now = Vector.someTime

  @Test func teneosFramesWithAndWithoutAnErrorCode() throws {
    let sensor = "teneo-filling-degree-sensor"
    let all = [3.1, 300, 21, 25]
    #expect(try decode(sensor, "0b001e" + "083409c4", port: 1).items.map(\.value) == all)
    #expect(try decode(sensor, "0b001e" + "00" + "083409c4", port: 1).items.map(\.value) == all)
    #expect(
      try decode(sensor, "0b001e" + "05" + "083409c4", port: 1).items.map(\.quantity) == [
        .batteryVoltage, .temperature, .humidity,
      ])
    #expect(refusal(sensor, "0b001e0834", port: 1)?.offset == 5)
    #expect(try decode(sensor, "0b04", port: 2).items == [Reading(.batteryVoltage, 3.1, at: now)])
    #expect(try decode(sensor, "0b", port: 3).items == [Reading(.batteryVoltage, 3.1, at: now)])
  }

  @Test func teneosTrafficLightWithoutATemperature() throws {
    let light = "teneo-co2-traffic-light"
    let room = try decode(light, "0f000001533b" + "7fff" + "114d", port: 1)
    #expect(room.items.map(\.quantity) == [.batteryVoltage, .co2, .humidity])
    #expect(try decode(light, "82", port: 223).items.isEmpty)
  }

  @Test func teneosSoilSensorWithATemperature() throws {
    let sensor = "teneo-soil-moisture-sensor"
    let readings = try decode(sensor, "0c28" + "ff9c" + "043f", port: 1)
    #expect(values(readings, .soilMoisture) == [40])
    #expect(values(readings, .temperature) == [-1])
    #expect(try decode(sensor, "0c", port: 3).items == [Reading(.batteryVoltage, 3.2, at: now)])
    #expect(refusal(sensor, "0c28ff", port: 1)?.offset == 3)
  }

  @Test func anErrorCodeOfYobiiqsReaderIsOneByte() throws {
    let readings = try decode(
      "yobiiq-em4301",
      "0101673b240c" + "0203673b21b4" + "0304" + "03080f04" + "040500000000" + "050600000000" + "060700000000"
        + "0b0a00", port: 1)
    let logged = Timestamp(seconds: 1_731_928_500)
    #expect(readings.items == [Reading(.energy, 50_859_780, at: logged)])
    // On other channels type 0A is a counter.
    let meter = try decode("yobiiq-em2101", "010a00000001" + "0b0a00" + "0104000000ff", port: 1)
    #expect(values(meter, .energy) == [255])
  }

  @Test func theSecondLayoutOfYobiiqsReaderOfSmartMeters() throws {
    let reader = "yobiiq-dsmr"
    let time = Timestamp(seconds: 1_730_794_800)
    let readings = try decode(
      reader,
      "fffe6729d530" + "dd026729e2f4" + "dd0601eb1db8" + "dd080243f1fe" + "dd0a0000009b" + "dd0c00000000"
        + "dd22000008d4" + "dd2600000003", port: 1)
    #expect(
      readings.items == [
        Reading(.energy, 70_193_078, at: time), Reading(.current, 3, at: time),
        Reading(.voltage, 226, at: time),
      ])
    let ambient = try decode(
      reader,
      "fffe6729d530" + "dd7221" + "dd7108d3" + "dd8108d8" + "dd8221" + "ddd100000000" + "ddd200000000",
      port: 1)
    #expect(
      ambient.items == [Reading(.temperature, 22.64, at: time), Reading(.humidity, 33, at: time)])
    let power = try decode(
      reader,
      "dd10000000c8" + "dd12000001f4" + "dd1800000001" + "6729d530" + "0000003c" + "dd50" + "6729d530"
        + "0000002a" + "dd22000008fc", port: 1)
    #expect(values(power, .power) == [-300])
    #expect(values(power, .voltage) == [230])
    #expect(values(try decode(reader, "dd2c00000064" + "dd3300000096", port: 1), .power) == [-50])
    #expect(refusal(reader, "dd18ffffffff" + "00", port: 1)?.offset == 2)
    #expect(refusal(reader, "0213000003e8", port: 1)?.offset == 0)
  }

  @Test func tektelicsFirstBatteryAndWhatIsSkipped() throws {
    let sensor = "tektelic-agriculture"
    let readings = try decode(sensor, "00ff014d" + "0b6700d2" + "0b6865", port: 10)
    #expect(readings.items.map(\.value) == [3.33, 21, 50.5])
    // Alarms and an acceleration.
    let skipped = try decode(sensor, "0900ff" + "0a0000" + "0a71000100020003" + "0b6700d2", port: 10)
    #expect(skipped.items.map(\.value) == [21])
    #expect(try decode(sensor, "0100", port: 101).items.isEmpty)
  }

  @Test func recordsOfSyneticaBehindNewerTypes() throws {
    let air = "synetica-enlink-iaq"
    let room = try decode(air, "0100e7" + "3b1405" + "030100" + "080271" + "0402d0", port: 1)
    #expect(values(room, .temperature) == [23.1])
    #expect(values(room, .humidity) == [51.25])
    #expect(values(room, .illuminance) == [256])
    #expect(values(room, .co2) == [625])
    #expect(values(room, .pressure) == [720])
    let sound = try decode(air, "5042040000" + "5142080000" + "5242200000", port: 1)
    #expect(values(sound, .noiseLA) == [34])
    #expect(values(sound, .noiseLAmax) == [40])
    // Gases in µg/m³: NO2, O3, CO; then NO2 in ppb.
    let gases = try decode(
      air, "662141200000" + "662341c80000" + "661941200000" + "612141200000" + "420d02", port: 1)
    #expect(gases.items.map(\.quantity) == [.no2, .o3, .batteryVoltage])
    #expect(gases.items.map(\.value) == [10, 25, 3.33])
    #expect(try decode(air, "a50609", port: 1).items.isEmpty)
  }

  @Test func theVersionOfPengyBetweenTheTwo() throws {
    let readings = try decode(
      "sting-pengy", "01010150005f005f" + "03ca" + "00050001000a" + "2189", port: 2)
    #expect(
      readings.items.map(\.quantity) == [.humidity, .temperature, .pm10, .pm25, .pressure, .noiseLA])
    #expect(readings.items.map(\.value) == [25.7, 33.6, 9.5, 9.5, 970, 85.85])
    #expect(refusal("sting-pengy", "01010150005f005f", port: 2)?.offset == 8)
  }

  @Test func aTrackersSensorsBesideLocationsByRadio() throws {
    let tracker = "sensecap-t1000"
    let head = "0000400064b90908"
    let networks = String(repeating: "ff", count: 28)
    let beacons = String(repeating: "ff", count: 21)
    let at = Timestamp(seconds: 1_689_848_072)
    let battery = Reading(.battery, 31, at: at)
    let both = [Reading(.temperature, 24.2, at: at), battery]
    #expect(try decode(tracker, "07" + head + networks + "00f200641f", port: 5).items == both)
    #expect(try decode(tracker, "08" + head + beacons + "00f200641f", port: 5).items == both)
    #expect(try decode(tracker, "0a" + head + networks + "1f", port: 5).items == [battery])
    #expect(try decode(tracker, "0b" + head + beacons + "1f", port: 5).items == [battery])
    #expect(try decode(tracker, "0f" + head + "00f200641f" + "210001", port: 5).items == both)
    #expect(try decode(tracker, "10" + head + "1f" + "210001", port: 5).items == [battery])
    #expect(try decode(tracker, "11" + head + "00f200641f", port: 5).items == both)
    #expect(try decode(tracker, "11" + head + "800080001f", port: 5).items == [battery])
    #expect(refusal(tracker, "07" + head, port: 5)?.offset == 0)
  }

  @Test func aTrackerSendsSeveralFramesAtOnce() throws {
    let tracker = "sensecap-t1000"
    let sensors = "110000400064b90908" + "00f200641f"
    // What the satellites send has the length that stands in it.
    let behind = try decode(tracker, "0c" + "0e210001020a0b" + sensors + "0d00000001", port: 5)
    #expect(values(behind, .temperature) == [24.2])
    let before = try decode(tracker, sensors + "ee00", port: 5)
    #expect(values(before, .temperature) == [24.2])
    #expect(before.warnings.count == 1)
    for settings in ["03" + String(repeating: "00", count: 31), "04" + String(repeating: "00", count: 9)] {
      #expect(try decode(tracker, settings, port: 5).items.isEmpty)
    }
    #expect(try decode(tracker, "0102", port: 192).items.isEmpty)
    #expect(try decode(tracker, "0102", port: 199).items.isEmpty)
    #expect(refusal(tracker, "0102", port: 6)?.reason == .wrongPort)
  }

  @Test func storedValuesOfNexelecBeginWithTheNewest() throws {
    // One every 150 minutes; the second is no value.
    let humidity = try decode("nexelec", "a904" + "0c3c41f7ff1900", port: 1)
    #expect(
      humidity.items == [
        Reading(.humidity, 12.5, at: now), Reading(.humidity, 10, at: now - .seconds(18_000)),
      ])
    let smoke = try decode("nexelec", "b305103c26499c6358d0", port: 1)
    #expect(values(smoke, .temperature) == [10.2, 11.2, 9.7, 9.7])
    #expect(
      smoke.items.map(\.at) == [now, now - .seconds(900), now - .seconds(1800), now - .seconds(2700)])
    #expect(refusal("nexelec", "a902083c45", port: 1)?.offset == 4)
  }

  @Test func nexelecsShortPayloads() throws {
    // 21.5 °C, 45 %, 800 ppm, then 200 lx, 40 and 60 dB.
    let readings = try decode("nexelec", "aa11" + "80d6832000028a1e00", port: 1)
    #expect(readings.items.map(\.value) == [21.5, 45, 800, 200, 40, 60])
  }

  @Test func theFirstVersionOfYosensiMeasuresNothing() throws {
    #expect(try decode("yosensi", "01004c4e5043010201").items.isEmpty)
    #expect(refusal("yosensi", "03000000")?.offset == 0)
  }
}
