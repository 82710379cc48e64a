import Core
import Hummingbird
import Model
import Wire

enum DeviceList: Endpoint {
  static let path = "/v1/devices"
  static let summary = "The devices and their radio health; with state=unknown those that nobody registered"
  static let parameters = ["state", "limit", "cursor"]

  static func respond(_ call: Call) async throws -> Response {
    let state = try call.choice("state", DeviceObject.State.self)
    let limit = try call.limit()
    let cursor = call.text("cursor")
    let page = try await call.context.city.ask { city, now -> Page<DeviceObject>? in
      if state == .unknown { return unknown(city, after: cursor, limit: limit) }
      var start = 0
      if let cursor {
        guard let last = city.device(id: cursor) else { return nil }
        start = last + 1
      }
      var items: [DeviceObject] = []
      for index in start..<city.definition.devices.count {
        let device = DeviceObject(city.deviceView(index, at: now))
        if let state, device.state != state.rawValue { continue }
        if items.count == limit { return Page(items: items, next: items.last?.id) }
        items.append(device)
      }
      return Page(items: items)
    }
    guard let page else {
      throw ProblemError.badRequest(
        "the cursor names a device that is gone", hint: "begin again without cursor")
    }
    return .json(page)
  }

  private static func unknown(
    _ city: borrowing City, after cursor: String?, limit: Int
  ) -> Page<DeviceObject>? {
    let all = city.unknownDevices.all
    var start = 0
    if let cursor {
      guard let last = all.firstIndex(where: { $0.identifier == cursor }) else { return nil }
      start = last + 1
    }
    let items = all.dropFirst(start).prefix(limit).map(DeviceObject.init)
    return Page(items: Array(items), next: all.count > start + items.count ? items.last?.id : nil)
  }
}
