import Codecs

/// What makes readings of a device's payload, as `--codec` names it.
enum PayloadReader {
  /// One of Belfry's codecs.
  case native(any Codec.Type)
  /// What the network server made of it.
  case network(FieldMap)
  /// A vendor's script, by its file.
  case script(String, FieldMap)
}
