// Links the pure modules and nothing else: CI looks with ldd that this program needs no Foundation.
import Codecs
import Core
import Model
import SimulatedCity
import Wire

print(formats.count, deviceCodecs.count, Quantity.allCases.count)
print(RuleError.self, Status.self, Simulation.self)
