import Command
import Proofs

Catalogue { Proofs.all }.main()
