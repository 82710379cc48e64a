/// What the readers of all sections need.
struct ReadingContext {
  let folder: Folder
  let problems: Problems
  let knownFormats: [String]
  let knownCodecs: [String]

  /// The path of a file that must exist; `nil` when nothing was written, or, with a problem, when there is
  /// no such file.
  func existingFile(_ written: Written?) -> String? {
    guard let written, let file = written.value(.path) else { return nil }
    guard folder.contains(file) else {
      return written.unfit("names `\(file)`, which does not exist", hint: folder.hint(forMissing: file))
    }
    return folder.resolved(file)
  }

  /// The file whose path was written; `nil`, with a problem, when it can't be read.
  func file(_ written: Written) -> InputFile? {
    written.value(.path).flatMap { file($0, namedAt: written.place) }
  }

  /// The files that a list of paths and patterns names, each once. A pattern that matches none is remarked
  /// on: a folder may be empty, but it may also be misspelt.
  func files(_ written: Written?, example: String, remarks: Problems) -> [InputFile] {
    var seen: Set<String> = []
    return written?.list(example: example).flatMap { written in
      let names = written.value(.path).map(folder.files) ?? []
      if names.isEmpty, let pattern = written.text {
        remarks.add(
          written.place, "`\(pattern)` matches no file",
          hint: "correct it, or remove it if nothing is to be there")
      }
      return names.filter { seen.insert($0).inserted }
        .compactMap { file($0, namedAt: written.place) }
    } ?? []
  }

  /// A YAML file, as far as its syntax goes; `nil`, with a problem, when it can't be read.
  func yaml(_ file: String, namedAt place: Place) -> Written? {
    self.file(file, namedAt: place).flatMap { Written($0, problems) }
  }

  /// The file with this path; `nil`, with a problem at `place`, when it can't be read.
  func file(_ file: String, namedAt place: Place) -> InputFile? {
    do {
      return InputFile(path: folder.resolved(file), bytes: try folder.read(file))
    } catch {
      problems.add(place, error.what, hint: error.hint)
      return nil
    }
  }
}

extension Shape<String> {
  /// The path of a file.
  static let path = Shape.text("the path of a file, relative to belfry.yaml or from `/`")
}
