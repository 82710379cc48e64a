/// The word among `words` that a person most likely meant by `word`, for "did you mean"; `nil` when none
/// is near.
///
/// Near means: at most one slip for every three letters of the longer word, or else the only word that
/// begins so. A slip is a letter too many, too few or wrong, or two neighbours swapped (optimal string
/// alignment distance); case is no slip.
public func nearestSpelling(of word: String, among words: some Sequence<String>) -> String? {
  let written = Array(word.lowercased().unicodeScalars)
  var best: (word: String, slips: Int)?
  var beginnings: [String] = []
  for candidate in words {
    let right = Array(candidate.lowercased().unicodeScalars)
    if written.count >= 3, right.starts(with: written) { beginnings.append(candidate) }
    let allowed = min(max(written.count, right.count) / 3, (best?.slips ?? .max) - 1)
    guard abs(written.count - right.count) <= allowed else { continue }
    let slips = slips(from: written, to: right)
    if slips <= allowed { best = (candidate, slips) }
  }
  return best?.word ?? (beginnings.count == 1 ? beginnings.first : nil)
}

/// The optimal string alignment distance, by rows of its table.
private func slips(from a: [Unicode.Scalar], to b: [Unicode.Scalar]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var least = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, beforePrevious[j - 1] + 1) }
      row.append(least)
    }
    (beforePrevious, previous) = (previous, row)
  }
  return previous[b.count]
}
