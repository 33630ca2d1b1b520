import Command
import Models
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
  ownMutants: CodeMutants.all + RegisterMap.all.map { ClassMutants.of($0, by: .paper) }
) { Proofs.all + Proofs.code }.main()
