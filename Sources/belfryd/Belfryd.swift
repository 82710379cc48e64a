import ArgumentParser
import Config
import Foundation
import Model
import Wire

/// The daemon's command line.
@main
struct Belfryd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "belfryd", abstract: "Watches a city's sensors and rings when something is wrong.",
    version: Version.text, subcommands: [Run.self, Check.self], defaultSubcommand: Run.self)
}

/// Where the configuration is.
struct ConfigurationOption: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The configuration.", valueName: "file"))
  var config = "/etc/belfry/belfry.yaml"

  /// Reads the configuration; ends the program with status 78 (EX_CONFIG) when it is wrong.
  func load() throws -> BelfryConfiguration {
    do {
      return try BelfryConfiguration.load(daemon: config)
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      throw ExitCode(78)
    }
  }
}

/// `belfryd run`, which is also the default.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Runs the daemon until it is told to stop.")

  @OptionGroup var option: ConfigurationOption

  func run() async throws {
    MemoryPolicy.apply()
    let configuration = try option.load()
    do {
      try await Daemon(configuration).run()
    } catch let error as DaemonError {
      FileHandle.standardError.write(Data("belfryd: \(error)\n".utf8))
      throw ExitCode.failure
    }
  }
}

/// `belfryd check`.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks the configuration with all files that it names, and says all that is wrong.")

  @OptionGroup var option: ConfigurationOption

  func run() throws {
    let configuration = try option.load()
    for remark in configuration.remarks { print(remark) }
    let city = configuration.city
    print(
      "\(option.config) is good: \(city.name), \(city.assets.count) assets, \(city.devices.count) devices, "
        + "\(configuration.rules.count) rules, \(configuration.indicators.count) indicators")
  }
}
