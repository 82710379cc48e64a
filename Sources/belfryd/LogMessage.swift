import Logging

/// The messages that an operator should know: each has an id by which the journal finds it
/// (`journalctl MESSAGE_ID=…`). An id is never given to anything else; docs/operating/configure.md lists them.
enum LogMessage: String, CaseIterable {
  case ready = "5cbc66e035e24ca7a376411ad0439690"
  case stopped = "b7dae9962b884463b11c77ef0b18bf6f"
  case brokerConnected = "6cae78035ed14ba6917558a98eaa398f"
  case brokerLost = "e374115ffefd4ac8ac7e56f7146848e0"
  case subscriptionRefused = "acfe7b8ddac840ed8af22b13f6697b5d"
  case backFilled = "51eba8e3926a4e08b3d9d0f1f24c73ff"
  case backFillFailed = "09d0e1bd0e614437b3f2d096560abbcb"
  case historyTrouble = "55b4e8b3fd0b4f149f39c7a826a1b320"
  case historySetAside = "3b55c92f38e64e0290142dc0de3dbd43"
  case messageRefused = "600237cc07a242d88c8f5c57e7dc1f72"
  case hang = "fa9a5881ec2e4bf4b8e883316283a999"
  case reloaded = "43e1b34721174685a1e3d67e6bb0af52"
  case reloadRefused = "1ea43ff35ebf41bb9020cabb1cf72584"
  case backupMade = "80ee4c05de834572bbb2f56742140129"
  case backupFailed = "e7c902d168714ffd99e2e350bdc87944"

  /// The key of the id among a line's metadata.
  static let key = "message_id"

  /// What a line with this message carries.
  var metadata: Logger.Metadata { [Self.key: "\(rawValue)"] }
}
