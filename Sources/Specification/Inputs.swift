import Logic

/// What a step takes from outside: nondeterministic values, by name.
///
/// A guard or an effect asks for a value by name, `any("line") as Bits<8>`; within one step the
/// same name is the same value. Where the values come from (variables, a model, an enumeration)
/// is not the action's concern.
public final class Inputs {
  private let supply: (LeafName) -> Leaf
  private var given: [String: Leaf] = [:]
  /// The inputs asked for so far, in the order of asking.
  public private(set) var asked: [LeafName] = []

  /// - Parameter supply: gives the value of an input that is asked for the first time
  public init(_ supply: @escaping (LeafName) -> Leaf) { self.supply = supply }

  /// Inputs that are variables, named below `prefix`.
  public static func variables(_ prefix: String) -> Inputs {
    Inputs { Leaf(.variable("\(prefix).\($0.path)", $0.sort)) }
  }

  /// Known inputs by name; one that is not listed is zero.
  public static func known(_ values: [String: Constant]) -> Inputs {
    Inputs { Leaf(values[$0.path] ?? .zero($0.sort), $0.sort) }
  }

  /// A value of the shape of `example`, one input a leaf.
  public func callAsFunction<V: Value>(_ name: String, like example: V) -> V {
    example.replacingLeaves(example.names(name).map { leaf($0) })
  }

  public func callAsFunction<let n: Int>(_ name: String) -> Bits<n> { self(name, like: 0) }
  public func callAsFunction(_ name: String) -> Formula { self(name, like: false) }
  public func callAsFunction<C>(_ name: String) -> OneOf<C> {
    self(name, like: OneOf(C.allCases[C.allCases.startIndex]))
  }

  /// A single input of the sort (and cases) of another leaf.
  public func leaf(named name: String, like other: LeafName) -> Leaf {
    leaf(LeafName(name, other.sort, cases: other.cases))
  }

  private func leaf(_ name: LeafName) -> Leaf {
    if let leaf = given[name.path] { return leaf }
    let leaf = supply(name)
    given[name.path] = leaf
    asked.append(name)
    return leaf
  }

  /// Each enumeration among the inputs asked for is one of its cases.
  public var wellFormed: Formula {
    Formula.all(asked.map { name in given[name.path]!.isCase(of: name) })
  }
}
