import Config
import Core
import Model
import Testing

@Suite struct FullConfigurationTests {
  let full = CaseFolder.good("full")
  let bare = CaseFolder.good("bare")

  @Test func registryJoinsAllFiles() throws {
    let city = try full.load().city
    #expect(city.name == "Liège")
    #expect(city.timeZone == "Europe/Brussels")
    #expect(city.assets.map(\.id) == ["B-1041", "P-7", "G-1", "L-1", "R-1"])
    #expect(city.assets.map(\.kind) == [.container, .parkingBay, .greenSpace, .luminaire, .room])
    #expect(
      city.assets.map(\.name) == ["Quai, rive \"gauche\"", "Place 7", "Parc d’Avroy", "Rue Purée 1", "R-1"])
    #expect(city.assets[0].location == Location(latitude: 50.6402, longitude: 5.5718))
    #expect(city.assets[0].parameters.number("empty_mm") == 1500)
    #expect(city.assets[1].parameters["active"] == "Mo-Sa 08:00-18:00")
    #expect(city.assets[3].location == Location(latitude: 50.641, longitude: 5.58))
    #expect(city.assets[3].parameters.number("full_w") == 150)
    #expect(city.assets[4].location == nil)
    #expect(city.assets[4].parameters["seats"] == "24")
  }

  @Test("The city's parameters are those of each asset that has no such of its own")
  func cityParameters() throws {
    let assets = try full.load().city.assets
    #expect(assets.allSatisfy { $0.parameters.number("valid_percent") == 80 })
    #expect(assets.map { $0.parameters["co2_standard"] } == ["nl", "nl", "nl", "nl", "be"])
  }

  @Test func devicesKeepTheirOrderAndLowerCaseEUIs() throws {
    let devices = try full.load().city.devices
    #expect(
      devices.map(\.id) == [
        "24e124538b223213", "24e124538b223214", "356938035643809", "70b3d5e75e000001", "a81758fffe05e6fb",
        "a81758fffe05e6fc",
      ])
    #expect(devices.map(\.asset) == [0, 0, 1, 3, 4, 4])
    #expect(
      devices.map(\.codec) == [
        "milesight-em310-udl", "elsys", "senml", "network", "elsys", "js:codecs/bay.js",
      ])
  }

  @Test("An asset without a district gets the one it lies in: not the one whose hole it lies in")
  func districts() throws {
    let configuration = try full.load()
    #expect(configuration.districts.map(\.name) == ["Outremeuse", "Angleur"])
    #expect(
      configuration.city.assets.map(\.district) == [
        "Outremeuse", "Angleur", "Centre", "Angleur", "Outremeuse",
      ])
  }

  @Test func silence() throws {
    #expect(try full.load().city.silence == SilenceBounds(floor: .seconds(600), ceiling: .seconds(172_800)))
    #expect(try bare.load().city.silence == .usual)
  }

  @Test func brokers() throws {
    let brokers = try full.load().brokers
    #expect(brokers.map(\.url.description) == ["mqtts://broker.example:8884", "mqtt://[::1]:1883"])
    #expect(brokers[0].clientID == "belfry-1")
    #expect(brokers[0].username == "belfry")
    #expect(brokers[0].qos == 0)
    #expect(brokers[0].isVersion5)
    #expect(!brokers[0].isBuffered)
    #expect(brokers[0].keepAlive == .seconds(20))
    #expect(brokers[0].tls?.caFile == full.path + "/tls/ca.pem")
    #expect(brokers[0].tls?.identity?.certificateFile == full.path + "/tls/c.pem")
    #expect(brokers[0].tls?.identity?.keyFile == full.path + "/tls/k.pem")
    #expect(brokers[0].subscriptions.map(\.topic) == ["v3/+/devices/+/up", "application/+/device/+/event/+"])
    #expect(brokers[0].subscriptions.map(\.format) == ["tts-v3", "chirpstack-v4"])
    let storage = try #require(brokers[0].storageIntegration)
    #expect(storage.url == "https://eu1.cloud.example")
    #expect(storage.application == "my-city")
    #expect(storage.keyFile.path == full.path + "/storage.key")
    #expect(storage.delay == .seconds(30))
    #expect(brokers[1].storageIntegration == nil)
    #expect(brokers[1].url.host == "::1")
    #expect(brokers[1].clientID == "belfry")
    #expect(brokers[1].username == nil)
    #expect(brokers[1].qos == 1)
    #expect(!brokers[1].isVersion5)
    #expect(brokers[1].isBuffered)
    #expect(brokers[1].keepAlive == .seconds(60))
    #expect(brokers[1].tls == nil)
    #expect(brokers[1].subscriptions.map(\.topic) == ["nbiot/+/senml", "#"])
  }

  @Test func storage() throws {
    let storage = try full.load().storage
    #expect(storage.path == full.path + "/belfry.db")
    #expect(storage.keepReadings == .seconds(30 * 86_400))
    #expect(storage.keepHourly == .seconds(10 * 365 * 86_400))
    #expect(!storage.fsync)
  }

  @Test func limits() throws {
    #expect(try full.load().messageLimit == MessageLimit(perSecond: 2, burst: 500))
    #expect(try bare.load().messageLimit == .usual)
  }

  @Test func api() throws {
    let api = try full.load().api
    #expect(api.socket == "/run/belfry/api.sock")
    #expect(api.socketMode == 0o600)
    #expect(api.group == "city")
    #expect(api.listen?.host == "127.0.0.1")
    #expect(api.listen?.port == 8480)
  }

  @Test func notifications() throws {
    let notifications = try full.load().notifications
    #expect(notifications.count == 4)
    guard case .webhook(let url, let secret?) = notifications[0].target else {
      Issue.record("the first is a webhook with a secret")
      return
    }
    #expect(url == "https://ops.example/hook")
    #expect(secret.path == full.path + "/hook.key")
    #expect(notifications[0].policy.severities == [.critical, .warning])
    #expect(notifications[0].name == "webhook ops.example", "the path may be a secret")
    #expect(notifications[1].target == .mqttTopic("belfry/alerts/{asset}"))
    #expect(notifications[1].policy.severities == Set(Severity.allCases))
    #expect(notifications[1].policy.tellsEveryChange)
    #expect(notifications[1].policy.groupWait == .zero)
  }

  @Test func receiversOfTheirOwnHabits() throws {
    let notifications = try full.load().notifications
    let command = notifications[2]
    #expect(command.name == "night shift")
    #expect(command.target == .command(["/usr/local/bin/page", "--team", "7"], timeLimit: .seconds(5)))
    #expect(command.policy.labels == ["team": "waste"])
    #expect(command.policy.groupBy == ["district"])
    #expect(command.policy.groupWait == .seconds(10))
    #expect(command.policy.groupInterval == .seconds(60))
    #expect(command.policy.repeatInterval == .seconds(7200))
    #expect(command.policy.delay == .seconds(1800))
    #expect(command.policy.perMinute == 5)
    guard case .email(let mail) = notifications[3].target else {
      Issue.record("the last is a mailbox")
      return
    }
    #expect(mail.to == ["ops@city.example", "mayor@city.example"])
    #expect(mail.from == "belfry@city.example")
    #expect(mail.host == "mail.city.example")
    #expect(mail.port == 2525)
  }

  @Test func rules() throws {
    let rules = try full.load().rules.map(\.definition)
    #expect(
      rules.map(\.name) == [
        "container-nearly-full", "container-tilted", "gateway-down", "device-silent", "district-full",
      ])
    #expect(rules.map(\.scope).suffix(3) == [.kind(.gateway), .anyKind, .district])
    #expect(rules[0].scope == .kind(.container))
    #expect(rules[0].when == "fill_level >= 80 %")
    #expect(rules[0].clear == "fill_level < 65 %")
    #expect(rules[0].holdsFor == .seconds(20 * 60))
    #expect(rules[0].keepFiringFor == .seconds(10 * 60))
    #expect(rules[0].onSilence == .clear)
    #expect(rules[0].severity == .critical)
    #expect(rules[0].summary == "{name}: {fill_level} full")
    #expect(rules[0].labels == ["team": "waste", "floor": "3"])
    #expect(rules[0].inhibitedBy == ["container-tilted", "gateway-down"])
    #expect(rules[1] == RuleDefinition(name: "container-tilted", scope: .kind(.container), when: "tilt = 1"))
  }

  @Test func indicatorFilesAreRead() throws {
    let indicators = try full.load().indicators.map(\.definition)
    #expect(indicators.map(\.name) == ["containers-above-80", "bays-occupied", "satisfaction"])
    #expect(indicators[0].title == "Containers above 80 % full")
    #expect(indicators[0].isPerDistrict)
    #expect(indicators[0].timing == .every(.seconds(900)))
    #expect(indicators[0].maxAge == .seconds(43_200))
    #expect(indicators[0].leastCoverage == 0.8)
    #expect(
      indicators[0].target
        == IndicatorTarget(
          atMost: "10 %", atLeast: nil, by: CivilDate(year: 2027, month: 12, day: 31),
          baseline: IndicatorTarget.Baseline(
            value: "16.4 %", at: CivilDate(year: 2026, month: 1, day: 1))))
    #expect(indicators[0].standards == ["sdg": "11.6.1"])
    #expect(indicators[1].timing == .over(.day))
    #expect(indicators[1].hours == .active)
    #expect(indicators[1].finalAfter == .seconds(2 * 86_400))
    #expect(indicators[2].timing == .entered)
    #expect(indicators[2].title == "satisfaction")
  }

  @Test func whatIsNotWrittenHasDefaults() throws {
    let configuration = try bare.load()
    #expect(configuration.city.name == "1")
    #expect(configuration.brokers[0].url.description == "mqtt://[2001:db8::1]:1884")
    #expect(configuration.storage.path == "/var/lib/belfry/belfry.db")
    #expect(configuration.storage.keepReadings == .seconds(90 * 86_400))
    #expect(configuration.storage.keepHourly == .seconds(5 * 365 * 86_400))
    #expect(configuration.storage.fsync)
    #expect(configuration.api.socket == "/run/belfry/api.sock")
    #expect(configuration.api.socketMode == 0o660)
    #expect(configuration.api.group == "belfry")
    #expect(configuration.api.listen == nil)
    #expect(configuration.rules.isEmpty)
    #expect(configuration.notifications.isEmpty)
    #expect(configuration.districts.isEmpty)
  }

  @Test func pathsStartAtTheFolderOfTheFile() throws {
    let configuration = try full.load()
    #expect(configuration.path(to: "codecs/bay.js") == full.path + "/codecs/bay.js")
    #expect(configuration.path(to: "/srv/bay.js") == "/srv/bay.js")
  }
}
