import Command
import Proofs

Catalogue(
  commands: [RunCommand.self, NICCommand.self, TablesCommand.self], saveSets: .ofSwitch,
  mutated: [Proofs.reference] + Proofs.pseudoNICReferences
) { Proofs.all }.main()
