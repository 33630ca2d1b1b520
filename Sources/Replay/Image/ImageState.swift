import Logic
import Models
import Processor

/// The part of a processor's state that the monitor takes down at a breakpoint and loads again.
enum ImageState {
  /// The doublewords of the state, each where the monitor has it.
  static func words(_ cpu: Processor) -> [(address: UInt32, word: UInt32)] {
    let slots = ImageMap.slots.map { item, slot -> (address: UInt32, word: UInt32) in
      let word = item.words(in: cpu)?.first?.known?.word ?? 0
      return (slot.address, UInt32(truncatingIfNeeded: word))
    }
    let tables: [(ImageMap.Slot, ImageMap.Slot, TableRegister)] = [
      (.gdtrLimit, .gdtrBase, cpu.gdtr), (.idtrLimit, .idtrBase, cpu.idtr),
    ]
    let registers = tables.flatMap { limit, base, register in
      [
        (limit.address, UInt32(register.limit.known ?? 0) << 16),
        (base.address, UInt32(register.base.known ?? 0)),
      ]
    }
    let area = FloatingPointArea.stored(cpu.floatingPoint, cpu.generation)
    let words = area.enumerated().map { index, word in
      (ImageMap.area + UInt32(4 * index), UInt32(word.known ?? 0))
    }
    return slots.sorted { $0.address < $1.address } + registers + words
  }
}
