import Model

extension Alert {
  func write(to writer: inout ImageWriter) {
    for text in [id, ruleName, ruleVersion, subject, summary, severity.rawValue, state.rawValue] {
      writer.write(text)
    }
    writer.write(labels.count)
    for (key, value) in labels {
      writer.write(key)
      writer.write(value)
    }
    writer.write(key)
    writer.write(asset != nil)
    writer.write(value)
    writer.write(since)
    writer.write(firedAt)
    writer.write(resolvedAt)
    writer.write(clearedAt)
    writer.write(changedAt)
    writer.write(acknowledged) { writer, note in
      writer.write(note.by)
      writer.write(note.at)
      writer.write(note.comment)
    }
    writer.write(shelved) { $1.write(to: &$0) }
    writer.write(suppressedBy) { $0.write($1) }
    writer.write(isHistorical)
    writer.write(isFlapping)
  }

  init(from reader: inout ImageReader) throws(ImageError) {
    let id = try reader.readText()
    let rule = try reader.readText()
    let version = try reader.readText()
    let subject = try reader.readText()
    let summary = try reader.readText()
    guard let severity = Severity(rawValue: try reader.readText()),
      let state = AlertState(rawValue: try reader.readText())
    else { throw .damaged }
    var labels: [String: String] = [:]
    for _ in 0..<(try reader.read(Int.self)) {
      let key = try reader.readText()
      labels[key] = try reader.readText()
    }
    let key: InstanceKey = try reader.read()
    let isAboutAsset: Bool = try reader.read()
    let value: Double? = try reader.read()
    self.init(
      id: id, key: key, origin: Shared(AlertOrigin(rule: rule, version: version, labels: labels)),
      severity: severity, subject: subject, isAboutAsset: isAboutAsset, summary: summary,
      since: try reader.read())
    self.state = state
    self.value = value
    firedAt = try reader.read()
    resolvedAt = try reader.read()
    clearedAt = try reader.read()
    changedAt = try reader.read()
    acknowledged = try reader.read { reader throws(ImageError) in
      Acknowledgement(by: try reader.readText(), at: try reader.read(), comment: try reader.readText())
    }
    shelved = try reader.read { reader throws(ImageError) in try Shelving(from: &reader) }
    suppressedBy = try reader.read { reader throws(ImageError) in try reader.readText() }
    isHistorical = try reader.read()
    isFlapping = try reader.read()
  }
}

extension Shelving {
  func write(to writer: inout ImageWriter) {
    writer.write(by)
    writer.write(at)
    writer.write(until)
    writer.write(comment)
  }

  init(from reader: inout ImageReader) throws(ImageError) {
    by = try reader.readText()
    at = try reader.read()
    until = try reader.read()
    comment = try reader.readText()
  }
}
