import Command
import Proofs

Catalogue(
  commands: [
    RunCommand.self,
    LayoutCommand.self,
    RoutineCommand.self,
    ReplayCommand.self,
    SystemCommand.self,
    NICCommand.self,
    TablesCommand.self,
    CostsCommand.self,
    ChannelsCommand.self,
    ClaimsCommand.self,
  ], saveSets: .ofSwitch, mutated: Proofs.references,
  mutantSets: .ofClasses,
  ownMutants: CodeMutants.all
) { Proofs.all + Proofs.code }.main()
