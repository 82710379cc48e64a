extension Double {
  /// The nearest millionth, so that 0.1 + 0.2 prints as 0.3 and 21.500000001 as 21.5.
  ///
  /// No sensor of a city measures finer; from a thousand million on, the number stays as it is.
  var roundedToMillionth: Double {
    magnitude < 1e9 ? (self * 1e6).rounded() / 1e6 : self
  }
}
