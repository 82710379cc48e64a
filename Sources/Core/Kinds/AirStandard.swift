import Model

/// The limits of CO2 in rooms where people are, by country: parameter `co2_standard`.
enum AirStandard: String, CaseIterable, Sendable, BitwiseCopyable {
  /// Codex over welzijn op het werk, art. III.1-34 (royal decree of 2 May 2019), and the law of 6 November 2022:
  /// 900 ppm, or 1200 ppm where other pollution is taken away at its source.
  case belgium = "be"
  /// Programma van Eisen Frisse Scholen: classes A, B (new buildings) and C (existing ones).
  case netherlands = "nl"
  /// EN 16798-1, categories I, II and III: above the outdoor air. The figures were not checked against the standard's text.
  case europe = "en"
  /// Umweltbundesamt, guide for schools, 2008: harmless below 1000 ppm, unacceptable above 2000 ppm.
  case germany = "de"

  /// The upper ends of the classes in ppm, the best first; what is above the last is in the class behind it.
  func limits(outdoor: Double) -> [Double] {
    switch self {
    case .belgium: [900, 1200]
    case .netherlands: [800, 950, 1200]
    case .europe: [outdoor + 550, outdoor + 800, outdoor + 1350]
    case .germany: [1000, 2000]
    }
  }

  /// Which of the limits usually has to be kept.
  var usual: Int {
    switch self {
    case .belgium, .germany: 0
    case .netherlands, .europe: 1
    }
  }
}
