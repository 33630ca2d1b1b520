import Testing

@testable import Processor

@Suite("Products and quotients are those of Swift's integers")
struct MultiplyTests {
  /// The low and the high half of a product or dividend, in the registers of its width.
  private static func registers(_ bits: Int, low: UInt32, high: UInt32) -> [Register: UInt32] {
    bits == 8 ? [.eax: high << 8 | low] : [.eax: low, .edx: high]
  }

  private static func signed(_ value: UInt32, _ bits: Int) -> Int64 {
    Int64(Int32(bitPattern: value << UInt32(32 - bits)) >> Int32(32 - bits))
  }

  @Test(arguments: [8, 16, 32])
  func products(bits: Int) throws {
    let mul = try SingleInstruction(I.mul(register(3, bits: bits)))
    let imul = try SingleInstruction(I.imul(register(3, bits: bits)))
    for a in samples(bits: bits, seed: 5) {
      for b in samples(bits: bits, seed: 6) {
        let unsigned = UInt64(a) * UInt64(b)
        check(mul, bits, a, b, unsigned, overflows: unsigned >> UInt64(bits) != 0)
        let product = Self.signed(a, bits) * Self.signed(b, bits)
        let low = UInt32(truncatingIfNeeded: product)
        check(
          imul, bits, a, b, UInt64(bitPattern: product),
          overflows: Self.signed(low, bits) != product)
      }
    }
  }

  private func check(
    _ instruction: SingleInstruction, _ bits: Int, _ a: UInt32, _ b: UInt32, _ product: UInt64,
    overflows: Bool
  ) {
    let after = instruction.run([.eax: a, .ebx: b])
    let mask = UInt64(1) << UInt64(bits) - 1
    let low = UInt32(product & mask)
    let high = UInt32(product >> UInt64(bits) & mask)
    for (register, value) in Self.registers(bits, low: low, high: high) {
      #expect(after[register] == value, "\(a) times \(b) in \(bits) bits")
    }
    #expect(after[.cf] == overflows && after[.of] == overflows, "\(a) times \(b) in \(bits) bits")
  }

  @Test(arguments: [16, 32])
  func productsToARegister(bits: Int) throws {
    let (eax, ebx) = (register(0, bits: bits), register(3, bits: bits))
    let two = try SingleInstruction(I.imul(eax, ebx))
    for number in [3, -5, 0x1234] {
      let three = try SingleInstruction(I.imul(eax, ebx, number))
      for a in samples(bits: bits, seed: 7) {
        for (instruction, b) in [(two, Int64(number)), (three, Int64(number))] {
          let word = UInt32(truncatingIfNeeded: b) & (bits == 16 ? 0xFFFF : .max)
          let after = instruction.run([.eax: word, .ebx: a])
          let product = Self.signed(a, bits) * b
          let low = UInt32(truncatingIfNeeded: product) & (bits == 16 ? 0xFFFF : .max)
          #expect(after[.eax] == low, "\(a) times \(b)")
          #expect(after[.of] == (Self.signed(low, bits) != product), "\(a) times \(b)")
        }
      }
    }
  }

  @Test(arguments: [8, 16, 32])
  func quotients(bits: Int) throws {
    let div = try SingleInstruction(I.div(register(3, bits: bits)))
    let words = samples(bits: bits, seed: 8, count: 3)
    for high in words {
      for low in words {
        for divisor in words {
          let dividend = UInt64(high) << UInt64(bits) | UInt64(low)
          let results: (quotient: UInt64, remainder: UInt64)? =
            divisor == 0 ? nil : dividend.quotientAndRemainder(dividingBy: UInt64(divisor))
          let fits = results.map { $0.quotient >> UInt64(bits) == 0 } ?? false
          let after = div.run(
            Self.registers(bits, low: low, high: high).merging([.ebx: divisor]) { $1 })
          let note = "\(dividend) by \(divisor) in \(bits) bits"
          #expect(after.fault == (fits ? nil : .divide), "\(note)")
          guard let results, fits else { continue }
          let expected = Self.registers(
            bits, low: UInt32(results.quotient), high: UInt32(results.remainder))
          for (register, value) in expected { #expect(after[register] == value, "\(note)") }
        }
      }
    }
  }

  @Test(arguments: [8, 16, 32])
  func signedQuotients(bits: Int) throws {
    let idiv = try SingleInstruction(I.idiv(register(3, bits: bits)))
    let mask = UInt32(truncatingIfNeeded: UInt64(1) << UInt64(bits) - 1)
    let words = samples(bits: bits, seed: 9, count: 3)
    for high in words {
      for low in words {
        for divisor in words {
          let dividend = Self.signed(high, bits) << Int64(bits) | Int64(low)
          let by = Self.signed(divisor, bits)
          let quotient = dividend.dividedReportingOverflow(by: by)
          let most = Int64(1) << Int64(bits - 1)
          let fits = !quotient.overflow && (-most..<most).contains(quotient.partialValue)
          let after = idiv.run(
            Self.registers(bits, low: low, high: high).merging([.ebx: divisor]) { $1 })
          let note = "\(dividend) by \(by) in \(bits) bits"
          #expect(after.fault == (fits ? nil : .divide), "\(note)")
          guard fits else { continue }
          let expected = Self.registers(
            bits, low: UInt32(truncatingIfNeeded: quotient.partialValue) & mask,
            high: UInt32(truncatingIfNeeded: dividend % by) & mask)
          for (register, value) in expected { #expect(after[register] == value, "\(note)") }
        }
      }
    }
  }

  @Test func aFaultChangesNothing() throws {
    let after = try SingleInstruction(I.div(ebx)).run([.eax: 5, .edx: 7, .ebx: 7], flags: [.cf])
    #expect(after.fault == .divide)
    #expect(after[.eax] == 5 && after[.edx] == 7)
    #expect(after.cpu.eip.known == UInt64(Machine.code))
  }
}
