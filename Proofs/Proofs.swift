import Checker
import Models
import Specification

/// Every theorem, in the order in which a reader should meet them.
public enum Proofs {
  public static let all: [AnyTheorem] =
    (Preservation.all + Control.all + Independence.all + Witnesses.all).map { AnyTheorem($0) }
}
