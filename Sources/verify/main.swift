import Command
import Proofs

Catalogue(commands: [RunCommand.self], saveSets: .ofSwitch) { Proofs.all }.main()
