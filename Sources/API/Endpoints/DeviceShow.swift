import Core
import Hummingbird
import Model
import Wire

enum DeviceShow: Endpoint {
  static let path = "/v1/devices/{id}"
  static let summary = "One device and its radio health"

  static func respond(_ call: Call) async throws -> Response {
    let id = call.path("id")
    let device = try await call.context.city.ask { city, now -> DeviceObject? in
      if let index = city.device(id: id) ?? city.device(DeviceKey(id)) {
        return DeviceObject(city.deviceView(index, at: now))
      }
      return city.unknownDevices.all.first { $0.identifier == id }.map(DeviceObject.init)
    }
    guard let device else {
      let near = try await call.context.city.ask { city, _ in
        nearestSpelling(of: id, among: city.definition.devices.prefix(10_000).map(\.id))
      }
      throw ProblemError.notFound(
        "there is no device '\(id)', and none was heard under that name",
        hint: near.map { "did you mean '\($0)'?" }
          ?? "GET /v1/devices lists the registered ones, with state=unknown the others")
    }
    return .json(device)
  }
}
