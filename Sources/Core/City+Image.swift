public import Model

// The state of the city as bytes: a start need not replay all that was ever heard, and a reload need not
// forget it. An image is a shortcut, never a source: what it holds follows from the history.

extension City {
  /// Raised whenever what an image holds, or its order, changes.
  private static let imageFormat: UInt32 = 22

  /// The size of everything that goes into an image as it stands in memory: an image of another layout is
  /// another program's.
  static let imageLayout: [Int32] = {
    var sizes = [
      MemoryLayout<LiveState.Slot>.size, MemoryLayout<Sample>.size,
      MemoryLayout<Timestamp>.size, MemoryLayout<InstanceKey>.size, MemoryLayout<AlertLife>.size,
      MemoryLayout<RecentFirings>.size,
    ]
    sizes += HeardDevices.imageLayout
    sizes += AssetKinds.imageLayout
    sizes += Network.imageLayout
    sizes += Plausibility.imageLayout
    sizes += [MemoryLayout<Tally.Part>.size, MemoryLayout<IndicatorValue>.size]
    return sizes.map(Int32.init)
  }()

  /// The state as bytes, for ``restore(from:_:)``.
  public borrowing func image() -> [UInt8] {
    var writer = ImageWriter()
    writer.write(Self.imageFormat)
    writer.write(Self.imageLayout)
    writer.write(definition.assets.map(\.id))
    writer.write(definition.devices.map(\.key))
    writer.write(state.districts.names)
    writer.write(definition.brokers)
    writer.write(rules.rules.map { "\($0.name)\u{1F}\($0.version)" })
    writer.write(now)
    devices.write(to: &writer)
    writer.write(recent.count)
    for (device, readings) in recent {
      writer.write(device)
      readings.write(to: &writer)
    }
    state.write(to: &writer)
    rules.write(to: &writer)
    indicators.write(to: &writer)
    return writer.bytes
  }

  /// Takes over the state of an image: of a city with the same registry and rules, or with others.
  ///
  /// Assets, devices and rules are found again by their names. What belongs to those that are gone ends, with
  /// the reason as the cause of the step; rules that are new or have another text look at the city as it is.
  /// - Parameters:
  ///   - image: from ``image()``, undamaged.
  ///   - effects: where the steps of alerts go that end or begin by the change.
  /// - Returns: the names of the rules that are new.
  /// - Throws: why the image can't be used; the city is then to be thrown away.
  @discardableResult
  public mutating func restore(
    from image: [UInt8], _ effects: inout Effects
  ) throws(ImageError) -> Set<String> {
    var reader = ImageReader(image)
    guard try reader.read(UInt32.self) == Self.imageFormat,
      try reader.read(arrayOf: Int32.self) == Self.imageLayout
    else { throw .otherVersion }
    let assetIDs = try reader.readTexts()
    let deviceKeys = try reader.read(arrayOf: DeviceKey.self)
    let districtNames = try reader.readTexts()
    let brokerNames = try reader.readTexts()
    let mapping = ImageMapping(
      assets: ImageMapping.places(of: assetIDs, in: definition.assets.map(\.id)),
      devices: ImageMapping.places(of: deviceKeys, in: definition.devices.map(\.key)),
      districts: ImageMapping.places(of: districtNames, in: state.districts.names),
      brokers: ImageMapping.placesOfBrokers(brokerNames, in: definition.brokers),
      rules: ImageMapping.places(
        of: try reader.readTexts(), in: rules.rules.map { "\($0.name)\u{1F}\($0.version)" }),
      in: definition)
    now = try reader.read()
    try devices.read(from: &reader, mapping)
    for _ in 0..<(try reader.read(Int.self)) {
      let index: Int = try reader.read()
      let readings = try RecentReadings(from: &reader)
      if let device = mapping.device(index) { recent[device] = readings }
    }
    let known = try state.read(from: &reader, mapping, definition)
    let unchanged = Set(mapping.rules)
    try rules.read(from: &reader, mapping, now: now, &effects)
    try indicators.read(from: &reader, mapping)
    guard reader.isAtEnd else { throw .damaged }
    restoreSilence()
    followNewConditions(known)
    noteGoneDevices(&effects)
    let newRules = rules.rules.indices.filter { !unchanged.contains(Int32($0)) }
    rules.begin(newRules, .clock(now, notedAt: now, cause: "the rule is new"), state, &effects)
    return Set(newRules.map { rules.rules[$0].name })
  }

  /// Devices that run into silence, and assets whose devices are others than before.
  private mutating func restoreSilence() {
    setSilenceTimers()
    for asset in definition.assets.indices {
      let heard = devicesOfAsset[asset].filter { devices[Int($0)].wasHeard }
      guard !heard.isEmpty else { continue }
      _ = state.silence.set(heard.allSatisfy { state.silence.ofDevice(Int($0)) }, asset: asset)
    }
  }

  /// What a device measured that is no longer registered for the asset counts as silent from now on.
  private mutating func noteGoneDevices(_ effects: inout Effects) {
    let moment = Moment.clock(now, notedAt: now, cause: "a device is no longer registered")
    for asset in definition.assets.indices where state.hasValueOfGoneDevice(asset) {
      rules.assetChanged(.silence, asset: asset, moment, state, &effects)
    }
  }

  /// Conditions that nobody asked for before are true since the readings that make them so.
  private mutating func followNewConditions(_ known: Set<UInt64>) {
    for asset in definition.assets.indices {
      for condition in state.held.conditions[definition.assets[asset].kind.index]
      where !known.contains(condition.id) {
        let truth = condition.program.evaluate(state, asset: asset, now: now)
        let at = state.newestTime(asset, condition.program.quantities)
        state.held.note(condition.id, asset: asset, truth: truth, at: at)
      }
    }
  }

  /// The same city with another registry and other rules, as after a reload: it knows what this one knows,
  /// and goes on counting.
  /// - Throws: never for an image of this very city; then the new city is as if nothing had been heard.
  public borrowing func continued(
    with definition: CityDefinition, rules: [Rule], indicators: [Indicator], _ effects: inout Effects
  ) throws(ImageError) -> City {
    var city = City(definition: definition, rules: rules, indicators: indicators)
    try city.restore(from: image(), &effects)
    city.indicators.takeOverEntries(from: self.indicators)
    city.counters = counters
    city.unknownDevices = unknownDevices
    city.unknownDevices.forget(definition.devices.map(\.key))
    city.lag = lag
    city.rateMeter = rateMeter
    return city
  }
}
