import Command
import Proofs

Catalogue(saveSets: .ofSwitch, mutated: [Proofs.reference]) { Proofs.all }.main()
