import Command
import Proofs

Catalogue(
  commands: [RunCommand.self, NICCommand.self], saveSets: .ofSwitch, mutated: [Proofs.reference]
) { Proofs.all }.main()
