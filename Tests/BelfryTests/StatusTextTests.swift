import Testing
import Wire

@testable import belfry

@Suite struct StatusTextTests {
  @Test func aStatusIsToldInWords() {
    let lines = StatusText(status: status, now: now, appearance: .plain).lines(width: 80)
    #expect(
      lines == [
        "city     Liège",
        "daemon   belfryd 1.0, up 2 h, ready",
        "broker   mqtt://127.0.0.1:1883 connected for 2 h, 1 reconnect",
        "         mqtts://far.example:8883 NOT connected, 14 reconnects",
        "ingest   22.3 messages/s, lag 11.8 ms",
        "         1,234,567 received, 1,234,560 committed, 1,234,000 decoded, 4,000,000",
        "         readings, 400 duplicates, 12 late, 55 ignored, 100 of unknown devices",
        "         12 rejected: 10 malformed_json, 2 bad_base64",
        "rings    messages 1 % (peak 17 %)",
        "devices  760 registered, 741 heard, 23 silent",
        "assets   749",
        "alerts   6 firing, 1 pending, 1 acknowledged, 1 shelved, 1 suppressed",
        "storage  /var/lib/belfry/belfry.db, 418 MB, 4,000,000 readings",
        "process  CPU 36 s (0.5 %), 41.9 MB memory, 9 threads",
      ])
  }
}
