import ArgumentParser
import Model

/// What an option for a moment was given.
func moment(_ text: String) throws -> Timestamp {
  guard let time = Timestamp(rfc3339: text) else {
    throw ValidationError("'\(text)' is no time; write for example 2026-05-04T00:00:00Z.")
  }
  return time
}
