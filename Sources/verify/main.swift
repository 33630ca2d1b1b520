import Command
import Proofs

Catalogue(saveSets: .ofSwitch) { Proofs.all }.main()
