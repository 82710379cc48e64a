import Model
import Testing
import Wire

@testable import belfry

@Suite struct StandingTests {
  private func handled(_ id: String, _ change: (inout AlertObject) -> Void) -> AlertObject {
    var handled = alert(id, .critical)
    change(&handled)
    return handled
  }

  @Test func whatNeedsAHandComesFirstThenTheWorstThenTheNewest() {
    let time = WireTime(now)
    let alerts = [
      alert("resolved", .critical, .resolved),
      handled("suppressed") { $0.suppressedBy = "x" },
      handled("shelved") { $0.shelved = .init(by: "marie", at: time, until: time, comment: nil) },
      handled("acknowledged") { $0.acknowledged = .init(by: "marie", at: time, comment: nil) },
      alert("pending", .critical, .pending),
      alert("info", .info), alert("old", .warning, age: 600), alert("new", .warning, age: 6),
      alert("critical", .critical, age: 6000),
    ]
    let order = [
      "critical", "new", "old", "info", "pending", "acknowledged", "shelved", "suppressed", "resolved",
    ]
    #expect(alerts.sorted { $0.precedes($1) }.map(\.id) == order)
    #expect(alerts.reversed().sorted { $0.precedes($1) }.map(\.id) == order)
  }
}
