import Config
import Core
import Delivery
import Foundation
import Model
import Wire

/// A mailbox.
struct MailReceiver: AlertReceiver {
  let name: String
  let mail: NotificationConfiguration.Mail
  let city: String

  func deliver(_ outgoing: Outgoing) async throws(DeliveryError) {
    let text = MailText(outgoing, city: city)
    let message = text.message(
      from: mail.from, to: mail.to, id: outgoing.notification.id, at: Timestamp.now())
    try await MailServer(host: mail.host, port: mail.port).send(
      message, from: mail.from, to: mail.to)
  }
}

/// A notification as people read it in a mail.
struct MailText {
  let subject: String
  let body: String

  init(_ outgoing: Outgoing, city: String) {
    let firing = outgoing.notices.count { !$0.isResolved }
    let over = outgoing.notices.count - firing
    let counts = [firing > 0 ? "\(firing) firing" : nil, over > 0 ? "\(over) over" : nil]
      .compactMap(\.self)
    let group = outgoing.notification.groupLabels.sorted { $0.key < $1.key }.map(\.value)
    subject = "[\(city)] \(counts.joined(separator: ", ")): \(group.joined(separator: ", "))"
    body = outgoing.notices.map(Self.line).joined(separator: "\r\n") + "\r\n"
  }

  private static func line(_ notice: AlertNotice) -> String {
    let alert = notice.alert
    let state = notice.isResolved ? "over" : alert.severity
    let time = (notice.isResolved ? alert.resolvedAt : alert.firedAt)?.timestamp.description ?? ""
    return "\(state): \(alert.summary) (\(alert.rule), \(time), belfry alert show \(alert.id))"
  }

  /// The whole mail (RFC 5322). Subject and body are in Base64, so that no text can be taken for a header, a line is
  /// never too long and none is a single dot.
  func message(from: String, to: [String], id: String, at time: Timestamp) -> String {
    let lines = [
      "From: <\(from)>", "To: \(to.map { "<\($0)>" }.joined(separator: ", "))",
      "Subject: \(Self.encoded(subject))",
      "Date: \(Self.date(time))",
      "Message-ID: <\(id).belfry@\(from.split(separator: "@").last ?? "localhost")>",
      "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64", "",
      Data(body.utf8).base64EncodedString(options: [
        .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
      ]),
    ]
    return lines.joined(separator: "\r\n")
  }

  /// Encoded words of at most 75 characters (RFC 2047).
  private static func encoded(_ text: String) -> String {
    var words: [String] = []
    var word: [UInt8] = []
    for character in text {
      if word.count + character.utf8.count > 42 {
        words.append(Data(word).base64EncodedString())
        word = []
      }
      word += Array(character.utf8)
    }
    words.append(Data(word).base64EncodedString())
    return words.map { "=?UTF-8?B?\($0)?=" }.joined(separator: "\r\n ")
  }

  /// `04 May 2026 10:11:12 +0000`, out of `2026-05-04T10:11:12.123Z`.
  private static func date(_ time: Timestamp) -> String {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let parts = time.description.split { "-T.Z".contains($0) }
    guard parts.count >= 4, let month = Int(parts[1]), (1...12).contains(month) else { return "" }
    return "\(parts[2]) \(months[month - 1]) \(parts[0]) \(parts[3]) +0000"
  }
}
