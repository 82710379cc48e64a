/// What a terminal can show.
struct Appearance: Equatable, Sendable {
  /// Whether colours and bold may be used.
  var colour: Bool
  /// Whether signs beyond ASCII may be used for what the program itself draws.
  var unicode: Bool
  /// Whether the whole screen can be drawn.
  var fullScreen: Bool

  /// For pipes and files.
  static let plain = Appearance(colour: false, unicode: false, fullScreen: false)

  init(colour: Bool, unicode: Bool, fullScreen: Bool) {
    self.colour = colour
    self.unicode = unicode
    self.fullScreen = fullScreen
  }

  /// What the environment says.
  ///
  /// Sources: no-color.org; POSIX.1-2017 8.2 for the order of the locale's variables.
  init(isTerminal: Bool, environment: [String: String]) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let isCapable = isTerminal && value("TERM") != nil && value("TERM") != "dumb"
    let locale = value("LC_ALL") ?? value("LC_CTYPE") ?? value("LANG") ?? ""
    let codeset = locale.uppercased().replacing("-", with: "")
    colour = isCapable && value("NO_COLOR") == nil
    unicode = isCapable && codeset.contains("UTF8")
    fullScreen = isCapable
  }

  /// `text` in a tone.
  func paint(_ text: String, _ tone: Tone) -> String {
    guard colour, let code = tone.code, !text.isEmpty else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }

  /// Stands for what was cut off.
  var ellipsis: String { unicode ? "…" : "~" }
  /// Stands before a thing with a state.
  var dot: String { unicode ? "●" : "*" }
  /// Stands where there is no value.
  var none: String { unicode ? "–" : "-" }

  /// A line across.
  func rule(_ width: Int) -> String { String(repeating: unicode ? "─" : "-", count: width) }
}

/// What a piece of text says beside its words; never the only sign of it.
enum Tone: Sendable {
  case plain, strong, quiet, good, notice, warning, critical

  /// The SGR parameters of ECMA-48, from the 8 colours that every terminal has.
  var code: String? {
    switch self {
    case .plain: nil
    case .strong: "1"
    case .quiet: "2"
    case .good: "32"
    case .notice: "36"
    case .warning: "33"
    case .critical: "1;31"
    }
  }
}
