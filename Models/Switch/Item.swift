/// The processor generations that differ in what a context holds.
public enum Generation: String, CaseIterable, Sendable, Comparable {
  case i486 = "486"
  case pentium
  case pentiumII = "pentium-ii"
  case pentiumIII = "pentium-iii"

  public static func < (a: Generation, b: Generation) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }
}

/// How a switch deals with a piece of processor state.
public enum Disposition: String, Sendable {
  /// Stored by the switch and loaded again.
  case saved
  /// Derived from something else that is loaded.
  case rebuilt
  /// Stored by the processor when it enters the interrupt routine.
  case pushed
  /// Used by one of the OSes alone.
  case owned
  /// One for both OSes by its nature.
  case shared
  /// No state of an OS.
  case ignored
}

/// The paper's groups of S3, and what is in none of them.
public enum Group: String, CaseIterable, Sendable {
  case a = "(A)"
  case b = "(B)"
  case c = "(C)"
  case d = "(D)"
  case e = "(E)"
  case f = "(F)"
  case g = "(G)"
  case beyond = "–"
}

/// The least privileged code that can change an item.
public enum Privilege: Sendable { case user, kernel }

/// A piece of processor state; ``row`` says what is known of each.
public enum Item: Int, CaseIterable, Sendable {
  case eax, ebx, ecx, edx, edi, esi, ebp, esp
  case cs, ds, es, fs, gs, ss
  case eflags, eip
  case cr0, cr1, cr2, cr3, cr4
  case gdtr, idtr, ldtr, tr
  case dr0, dr1, dr2, dr3, dr4, dr5, dr6, dr7
  case csHidden, dsHidden, esHidden, fsHidden, gsHidden, ssHidden, ldtrHidden, trHidden
  case fpu, xmm, mxcsr
  case sysenterCS, sysenterESP, sysenterEIP
  case debugctl, pat
  case tsc, mtrr, machineCheck, performanceCounters, testRegisters, apicBase
  case nmiBlocking, interruptShadow, translations, controllerMask, controllerInService

  /// One row of the table of items.
  public struct Row: Sendable {
    public let name: String
    public let group: Group
    public let disposition: Disposition
    public let since: Generation
    /// Who can change it; nil where no code can.
    public let changedBy: Privilege?
    /// Why it has its disposition.
    public let reason: String
    /// Where that is written: sections of the Intel SDM volume 3A unless another is named.
    public let source: String
  }

  public var name: String { row.name }

  /// Whether it belongs to the context of an OS; cached translations are no value of their own,
  /// they are looked at where there are addresses.
  public var isContext: Bool {
    switch row.disposition {
    case .saved, .pushed: true
    case .rebuilt: self != .translations
    case .owned, .shared, .ignored: false
    }
  }

  /// The item with a name, as in a save-set file.
  public init?(name: String) {
    guard let item = Item.allCases.first(where: { $0.name == name }) else { return nil }
    self = item
  }
}
