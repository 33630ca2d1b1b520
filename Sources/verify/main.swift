import Command
import Proofs

Catalogue(
  commands: [
    RunCommand.self, LayoutCommand.self, RoutineCommand.self, ReplayCommand.self,
    SystemCommand.self, NICCommand.self, TablesCommand.self, ClaimsCommand.self,
  ], saveSets: .ofSwitch, mutated: [Proofs.reference] + Proofs.pseudoNICReferences,
  mutantSets: .ofClasses
) { Proofs.all + Proofs.code }.main()
