extension Item {
  /// The table of items: each has a row, or this does not compile.
  public var row: Row {
    switch self {
    case .eax: general("eax")
    case .ebx: general("ebx")
    case .ecx: general("ecx")
    case .edx: general("edx")
    case .edi: general("edi")
    case .esi: general("esi")
    case .ebp: general("ebp")
    case .esp:
      Row("esp", .a, .saved, .user, "locates the frame that the processor pushed", "6.12.1")
    case .cs:
      Row("cs", .b, .pushed, .user, "pushed on entry, set again by the jump to routine i", "6.12.1")
    case .ds: segment("ds")
    case .es: segment("es")
    case .fs: segment("fs")
    case .gs: segment("gs")
    case .ss:
      Row("ss", .b, .saved, .user, "pushed only where the privilege changes", "6.12.1")
    case .eflags:
      Row(
        "eflags", .c, .pushed, .user,
        "pushed on entry; routine i runs with what the switch leaves in DF, AC and IOPL",
        "6.12.1, 6.12.1.2")
    case .eip:
      Row(
        "eip", .d, .pushed, .user, "pushed on entry, set again by the jump to routine i", "6.12.1")
    case .cr0: system("cr0", .e, "mode, write protection, TS", "2.5")
    case .cr1:
      Row("cr1", .e, .ignored, nil, "does not exist: MOV to or from it is #UD", "2.5; SDM 2A MOV")
    case .cr2:
      system("cr2", .e, "between a page fault and the handler's reading it", "2.5; 6.15 #PF")
    case .cr3: system("cr3", .e, "the OS's own translation", "2.5; 4.3")
    case .cr4: system("cr4", .e, "PSE, PGE, DE, TSD …", "2.5", since: .pentium)
    case .gdtr: system("gdtr", .f, "the OS's own segments", "2.4.1")
    case .idtr: system("idtr", .f, "the OS's own meaning of an interrupt", "2.4.3")
    case .ldtr: system("ldtr", .f, "the OS's own segments", "2.4.2")
    case .tr: system("tr", .f, "where the kernel stack and the I/O bitmap are", "2.4.4")
    case .dr0: system("dr0", .g, "breakpoint address", "SDM 3B 17.2")
    case .dr1: system("dr1", .g, "breakpoint address", "SDM 3B 17.2")
    case .dr2: system("dr2", .g, "breakpoint address", "SDM 3B 17.2")
    case .dr3: system("dr3", .g, "breakpoint address", "SDM 3B 17.2")
    case .dr4: alias("dr4", of: "DR6")
    case .dr5: alias("dr5", of: "DR7")
    case .dr6: system("dr6", .g, "debug status", "SDM 3B 17.2.3")
    case .dr7: system("dr7", .g, "which breakpoints are on", "SDM 3B 17.2.4")
    case .csHidden: hidden("cs")
    case .dsHidden: hidden("ds")
    case .esHidden: hidden("es")
    case .fsHidden: hidden("fs")
    case .gsHidden: hidden("gs")
    case .ssHidden: hidden("ss")
    case .ldtrHidden: hidden("ldtr")
    case .trHidden: hidden("tr")
    case .fpu: beyond("fpu", .user, "x87 and MMX registers, control, status and tag words", "8.1")
    case .xmm: beyond("xmm", .user, "SSE registers", "13.1", since: .pentiumIII)
    case .mxcsr: beyond("mxcsr", .user, "SSE control and status", "13.1", since: .pentiumIII)
    case .sysenterCS: sysenter("sysenter_cs")
    case .sysenterESP: sysenter("sysenter_esp")
    case .sysenterEIP: sysenter("sysenter_eip")
    case .debugctl:
      beyond("debugctl", .kernel, "last-branch recording", "SDM 3B 17.4", since: .pentiumII)
    case .pat: beyond("pat", .kernel, "meaning of PAT, PCD, PWT bits", "11.12", since: .pentiumIII)
    case .tsc: other("tsc", .shared, "counts real time for both", "SDM 3B 17.17", since: .pentium)
    case .mtrr:
      other(
        "mtrr", .shared, "describes physical memory, the same for both", "11.11", since: .pentiumII)
    case .machineCheck:
      other(
        "machine-check", .shared, "reports on the machine, not on an OS", "15.3", since: .pentium)
    case .performanceCounters:
      other(
        "performance-counters", .owned, "left to the one OS that profiles", "SDM 3B 18.2",
        since: .pentium)
    case .testRegisters:
      other(
        "test-registers", .owned, "cache and TLB test, at start-up only", "Intel486 manual 4.1.4")
    case .apicBase:
      other(
        "apic-base", .ignored, "the local APIC is off: one processor, two 8259s", "10.4.4",
        since: .pentiumII)
    case .nmiBlocking:
      other("nmi-blocking", .shared, "ends with the next IRET, whichever OS executes it", "6.7.1")
    case .interruptShadow:
      other("interrupt-shadow", .ignored, "over before an interrupt is taken", "6.8.3")
    case .translations:
      other("translations", .rebuilt, "cached from the page tables; flushed with CR3", "4.10.4")
    case .controllerMask:
      other("8259.mask", .shared, "one mask for the lines of both", "8259A data sheet, OCW1")
    case .controllerInService:
      other(
        "8259.in-service", .shared, "one register for the lines of both", "8259A data sheet, ISR")
    }
  }

  private func general(_ name: String) -> Row {
    Row(name, .a, .saved, .user, "any code uses it", "SDM 1 3.4.1")
  }

  private func segment(_ name: String) -> Row {
    Row(name, .b, .saved, .user, "any code loads it", "3.4.2")
  }

  private func system(
    _ name: String, _ group: Group, _ reason: String, _ source: String,
    since: Generation = .i486
  ) -> Row {
    Row(name, group, .saved, .kernel, reason, source, since: since)
  }

  private func alias(_ name: String, of other: String) -> Row {
    Row(
      name, .g, .ignored, nil, "another name of \(other), or #UD where CR4.DE is set",
      "SDM 3B 17.2.2")
  }

  private func hidden(_ segment: String) -> Row {
    Row(
      "\(segment).hidden", .beyond, .rebuilt, nil,
      "loaded from the descriptor along with \(segment)",
      "3.4.3")
  }

  private func beyond(
    _ name: String, _ privilege: Privilege, _ reason: String, _ source: String,
    since: Generation = .i486
  ) -> Row {
    Row(name, .beyond, .saved, privilege, reason, source, since: since)
  }

  private func sysenter(_ name: String) -> Row {
    beyond(name, .kernel, "where SYSENTER enters the kernel", "5.8.7", since: .pentiumII)
  }

  private func other(
    _ name: String, _ disposition: Disposition, _ reason: String, _ source: String,
    since: Generation = .i486
  ) -> Row {
    Row(name, .beyond, disposition, .kernel, reason, source, since: since)
  }
}

extension Item.Row {
  init(
    _ name: String, _ group: Group, _ disposition: Disposition, _ changedBy: Privilege?,
    _ reason: String, _ source: String, since: Generation = .i486
  ) {
    self.init(
      name: name, group: group, disposition: disposition, since: since, changedBy: changedBy,
      reason: reason, source: source)
  }
}

extension Item {
  /// The segment registers with the hidden part that each load fills.
  public static let hiddenParts: [(selector: Item, hidden: Item)] = [
    (.cs, .csHidden), (.ds, .dsHidden), (.es, .esHidden), (.fs, .fsHidden), (.gs, .gsHidden),
    (.ss, .ssHidden), (.ldtr, .ldtrHidden), (.tr, .trHidden),
  ]
}
