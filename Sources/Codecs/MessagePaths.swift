public import Model

/// Where things stand in the messages of a subscription with the format `json`.
public final class MessagePaths: Sendable {
  let tree: FieldTree
  let namesDevice: Bool

  /// The paths that the configuration names.
  public init(_ mapping: JSONMapping) {
    var tree = FieldTree(mapping.fields)
    if let device = mapping.device { tree.set(.device, at: device) }
    if let time = mapping.time { tree.set(.time, at: time) }
    self.tree = tree
    namesDevice = mapping.device != nil
  }
}
