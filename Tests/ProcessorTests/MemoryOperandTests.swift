import Logic
import Testing

@testable import Processor

/// Every form with a memory operand, each with the exceptions that the SDM has for all of them.
@Suite("Memory operands fault, and the instruction can start again")
struct MemoryOperandTests {
  static let place: UInt32 = 0x20000

  /// LEA and INVLPG take the address alone; `esc` is outside the subset.
  static let rows = InstructionTable.forms.indices.filter {
    let form = InstructionTable.forms[$0]
    return form.hasMemoryOperand && !["lea", "invlpg", "esc"].contains(form.mnemonic)
  }

  private func fault(
    _ row: Int, _ segment: Segment, setUp: (inout Processor) -> Void
  ) -> (fault: Fault, address: UInt64)? {
    var cpu = Machine.start()
    cpu.deliversFaults = false
    cpu.cr4 = 0x200
    Machine.load(&cpu, Instances.inMemory(row: UInt16(row), segment, Self.place).encoded())
    setUp(&cpu)
    let before = cpu
    guard case .fault(let fault) = cpu.step() else { return nil }
    let address = cpu.cr2.known ?? 0
    cpu.cr2 = before.cr2
    #expect(cpu.isEqual(to: before).known == true)
    return (fault, address)
  }

  @Test("beyond the limit of DS: #GP(0)", arguments: rows)
  func beyondDS(row: Int) throws {
    let (fault, _) = try #require(fault(row, .ds) { $0[.ds].limit = 0xFFF })
    #expect(fault.vector == .protection)
    #expect(fault.code?.known == 0)
  }

  @Test("beyond the limit of SS: #SS(0)", arguments: rows)
  func beyondSS(row: Int) throws {
    let (fault, _) = try #require(fault(row, .ss) { $0[.ss].limit = 0xFFF })
    #expect(fault.vector == .stack)
    #expect(fault.code?.known == 0)
  }

  @Test("on an absent page: #PF", arguments: rows)
  func absent(row: Int) throws {
    let (fault, address) = try #require(fault(row, .ds) { $0.unmap(Self.place) })
    #expect(fault.vector == .page)
    #expect(fault.code?.known == 0 || fault.code?.known == 2)
    #expect(UInt64(Self.place)..<UInt64(Self.place) + 512 ~= address)
  }

  @Test("a register where memory must be: #UD (SDM 2A 3.1.1.3)", arguments: rows)
  func register(row: Int) {
    let form = InstructionTable.forms[row]
    guard form.opcode.hasModRM, !form.operands.contains(where: \.takesRegister) else { return }
    let opcode = (form.opcode.isTwoByte ? [0x0F] : []) + [form.opcode.byte]
    let bytes = opcode + [0xC0 | (form.opcode.digit ?? 0) << 3]
    // What is left to another row, as SFENCE is, or to x87, is not asked.
    guard Instruction.decoded(bytes) == nil else { return }
    var machine = FlatMachine(.pentiumIII)
    #expect(machine.step(bytes: bytes).fault == .undefined)
  }
}

@Suite("LOCK where it may not stand (SDM 2A LOCK)")
struct LockTests {
  @Test("before what does not write memory: #UD", arguments: InstructionTable.forms.indices)
  func refused(row: Int) {
    let isLockable = InstructionTable.forms[row].isLockable
    for var instruction in Instances.all(row: UInt16(row)) {
      if case .memory = instruction.first, isLockable { continue }
      if case .memory = instruction.second, isLockable { continue }
      instruction.locked = true
      var machine = FlatMachine(.pentiumIII)
      #expect(machine.step(bytes: instruction.encoded()).fault == .undefined)
    }
  }
}

extension OperandForm {
  /// May be memory.
  fileprivate var takesMemory: Bool {
    switch self {
    case .rm, .m, .offset: true
    default: false
    }
  }

  /// May be a register by the r/m field.
  fileprivate var takesRegister: Bool {
    switch self {
    case .rm, .rmRegister: true
    default: false
    }
  }
}

extension Form {
  fileprivate var hasMemoryOperand: Bool { operands.contains(where: \.takesMemory) }
}

extension Instances {
  /// An instruction of a row whose memory operand is at an offset of a segment.
  static func inMemory(row: UInt16, _ segment: Segment, _ offset: UInt32) -> Instruction {
    let form = InstructionTable.forms[Int(row)]
    var instruction = Instruction(row: row, operandSize: form.size.bits(32))
    for (index, operand) in form.operands.enumerated() {
      instruction[index] =
        operand.takesMemory
        ? .memory(Address(segment: segment, displacement: offset))
        : values(operand, instruction.operandSize, 32)[0]
    }
    return instruction
  }
}
