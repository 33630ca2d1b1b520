import Processor

extension Layout {
  /// Two small operating systems: OS1 with its kernel above 3 GiB, OS2 with its own near 1 MiB.
  ///
  /// From the Pentium on OS2 maps 4 MiB pages; from the Pentium II on OS1's kernel is marked global,
  /// and OS2 has something of its own at the same addresses.
  public static func small(_ generation: ProcessorGeneration) -> Layout {
    let region = Region(linear: 0xF000_0000, physical: 0x0020_0000, size: 0x2000)
    var layout = Layout(
      generation, os1: os1(generation), os2: os2(generation), region: region)
    for os in OS.allCases {
      let code = Pages(region.linear, to: region.physical, size: 0x1000, isWritable: false)
      let data = Pages(region.linear + 0x1000, to: region.physical + 0x1000, size: 0x1000)
      layout[os].pages += [code, data]
    }
    return layout
  }

  private static func os1(_ generation: ProcessorGeneration) -> Side {
    let kernel: UInt32 = 0xC000_0000
    let isGlobal = generation.has(.pentiumII)
    return Side(
      directory: 0x0010_0000,
      pages: [
        Pages(kernel, to: 0x0011_0000, size: 0x8000, isGlobal: isGlobal),
        Pages(0x0804_8000, to: 0x0013_0000, size: 0x4000, isUser: true),
      ],
      gdt: kernel + 0x1000, idt: kernel + 0x2000, tss: kernel + 0x3000, ldt: kernel + 0x1800,
      stack: kernel + 0x4000, routines: kernel + 0x6000,
      selectors: Selectors(
        kernelCode: 0x08, kernelData: 0x10, userCode: 0x1B, userData: 0x23, task: 0x28,
        local: 0x30, thread: 0x3B),
      lines: [0, 1, 4, 6, 7, 8, 12, 14, 15])
  }

  private static func os2(_ generation: ProcessorGeneration) -> Side {
    let kernel: UInt32 = 0x0010_0000
    let large = Pages(0x4000_0000, to: 0x0040_0000, size: 0x40_0000, isUser: true, isLarge: true)
    return Side(
      directory: 0x0018_0000,
      pages: [
        Pages(kernel, to: 0x0019_0000, size: 0x8000),
        // Where OS1 has its kernel.
        Pages(0xC000_0000, to: 0x001A_0000, size: 0x4000, isUser: true),
      ] + (generation.has(.pentium) ? [large] : []),
      gdt: kernel + 0x2000, idt: kernel + 0x1000, tss: kernel + 0x2800, ldt: kernel + 0x2C00,
      stack: kernel + 0x5000, routines: kernel + 0x6000,
      selectors: Selectors(
        kernelCode: 0x10, kernelData: 0x18, userCode: 0x23, userData: 0x2B, task: 0x38,
        local: 0x40, thread: 0x33),
      lines: [2, 3, 5, 9, 10, 11, 13])
  }
}

extension Layout {
  /// Both kernels marked global, no 4 MiB pages.
  public static func bothGlobal(_ generation: ProcessorGeneration) -> Layout {
    var layout = small(generation)
    layout.os2.pages.removeAll { $0.isLarge }
    layout.os2.pages[0].isGlobal = true
    return layout
  }

  /// Both kernels marked global, and each OS has something else where the other's kernel is; both have
  /// a 4 MiB page, so that only turning PGE off drops global translations.
  public static func globalAndLarge(_ generation: ProcessorGeneration) -> Layout {
    var layout = small(generation)
    layout.os2.pages[0].isGlobal = true
    layout.os1.pages += [
      Pages(layout.os2.pages[0].linear, to: 0x0014_0000, size: 0x8000),
      Pages(0x4000_0000, to: 0x0080_0000, size: 0x40_0000, isUser: true, isLarge: true),
    ]
    return layout
  }

  /// One OS maps the switch region by a page of 4 MiB, the other, which has none such, by pages of
  /// 4 KiB.
  public static func largeSwitchRegion(
    _ generation: ProcessorGeneration, of os: OS = .os2
  ) -> Layout {
    var layout = small(generation)
    layout.region.physical = 0x0080_0000
    let base = layout.region.linear
    for os in OS.allCases { layout[os].pages.removeAll { $0.linear & 0xFFFF_0000 == base } }
    if os == .os1 { layout.os2.pages.removeAll(where: \.isLarge) }
    layout[os].pages.append(Pages(base, to: 0x0080_0000, size: 0x40_0000, isLarge: true))
    layout[os.other].pages.append(Pages(base, to: 0x0080_0000, size: 0x2000))
    return layout
  }
}
