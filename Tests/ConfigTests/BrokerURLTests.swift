import Config
import Testing

@Suite struct BrokerURLTests {
  @Test(
    "The port is the registered one unless another is written",
    arguments: [
      ("mqtt://broker.example", "mqtt://broker.example:1883"),
      ("mqtts://broker.example", "mqtts://broker.example:8883"),
      ("mqtts://broker.example:443/", "mqtts://broker.example:443"),
      ("mqtt://10.0.0.1:1884", "mqtt://10.0.0.1:1884"),
      ("mqtt://[::1]", "mqtt://[::1]:1883"),
      ("mqtts://[2001:db8::1]:8884", "mqtts://[2001:db8::1]:8884"),
    ])
  func readable(text: String, inFull: String) throws {
    let url = try #require(BrokerURL(text))
    #expect(url.description == inFull)
    #expect(BrokerURL(inFull) == url)
  }

  @Test(
    "What is no address is refused",
    arguments: [
      "", "mqtt://", "mqtt://:1883", "tcp://a", "MQTT://a", "mqtt://a:0", "mqtt://a:65536", "mqtt://a:b",
      "mqtt://a/b",
      "mqtt://a b", "mqtt://user@a", "mqtt://::1", "mqtt://[]", "mqtt://[::1", "mqtt://[g]",
      "mqtt://a:1883:1883",
      "mqtt://a:+1",
    ])
  func unreadable(text: String) {
    #expect(BrokerURL(text) == nil)
  }
}
