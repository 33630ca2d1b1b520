import Command
import Proofs

Catalogue(
  commands: [RunCommand.self, LayoutCommand.self, RoutineCommand.self], saveSets: .ofSwitch, mutated: [Proofs.reference]
) { Proofs.all }.main()
