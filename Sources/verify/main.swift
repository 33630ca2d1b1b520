import Command
import Proofs

Catalogue(
  commands: [RunCommand.self, LayoutCommand.self, RoutineCommand.self, ReplayCommand.self],
  saveSets: .ofSwitch, mutated: [Proofs.reference]
) { Proofs.all + Proofs.code }.main()
