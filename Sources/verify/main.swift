import Command
import Proofs

Catalogue(
  commands: [RunCommand.self], saveSets: .ofSwitch, mutated: [Proofs.reference]
) { Proofs.all }.main()
