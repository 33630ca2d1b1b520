import Command
import Proofs

Catalogue(commands: [RunCommand.self]) { Proofs.all }.main()
