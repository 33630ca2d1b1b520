#!/usr/bin/env python3
"""Runs single instructions on Bochs' processor (PyPI: bochscpu-python) and answers with what changed.

Standard input, all numbers little-endian, is a header, then cases until the end:

  header  u32 bytes of RAM (a multiple of 4096), u32 n, then n bytes: RAM from address 0, the rest zeros
  case    u32 n, then n bytes: a STATE, u16 patches, each patch u32 physical address, u16 n, n bytes

  STATE   u32 each: EAX ECX EDX EBX ESP EBP ESI EDI EIP EFLAGS CR0 CR2 CR3 CR4
          DR0 DR1 DR2 DR3 DR6 DR7 SYSENTER_CS SYSENTER_ESP SYSENTER_EIP
          SEGMENT each: ES CS SS DS FS GS LDTR TR; u32 base, u32 limit each: GDTR IDTR
  SEGMENT u16 selector, u16 usable (the hidden part may be used), u32 base, u32 limit (in bytes),
          u16 rights (a descriptor's bits 40 to 55, those of the limit as zeros), u16 zero

Standard output has for each case

  answer  u32 n, then n bytes: u8 outcome (see below), u8 exceptions, each u8 vector, u8 zero, u16 error code,
          the STATE afterwards, u16 changes, each u32 physical address, u8 what the byte is now

A case is one instruction, or one exception with its delivery up to the handler's first instruction.
Patches and changes last for one case. Code must be at a physical address that no earlier case ran
from: Bochs keeps decoded instructions, and a patch does not invalidate them. What ends the process, as all
of IN, OUT, INS and OUTS do, is answered ENDED. Memory outside RAM reads as ones.
"""

import ctypes
import mmap
import os
import struct
import sys

import bochscpu
from bochscpu import GlobalSegment, Hook, Segment, Session, State, memory

COMPLETED, EXCEPTION, HALTED, TRIPLE_FAULT, ENDED = range(5)
DOUBLE_FAULT = 8

REGISTERS = (
    "rax rcx rdx rbx rsp rbp rsi rdi rip rflags cr0 cr2 cr3 cr4 dr0 dr1 dr2 dr3 dr6 dr7 "
    "sysenter_cs sysenter_esp sysenter_eip"
).split()
SEGMENTS = "es cs ss ds fs gs ldtr tr".split()
TABLES = "gdtr idtr".split()
LAYOUT = struct.Struct("<%dI" % len(REGISTERS) + "HHIIHH" * len(SEGMENTS) + "II" * len(TABLES))
RIGHTS = 0xF0FF

# Functions of Bochs that the module exports but does not wrap. Bochs computes the status flags when
# it needs them; the state lacks those not needed yet. What it derives from EM and TS of CR0 follows
# MOV to CR0, not a new state.
bochs = ctypes.CDLL(bochscpu._bochscpu.__file__)
compute_flags = bochs._ZN8BX_CPU_C11force_flagsEv
follow_cr0 = bochs._ZN8BX_CPU_C22handleFpuMmxModeChangeEv


class Machine:
    """Bochs' processor with some RAM, brought to a state before each case."""

    def __init__(self, size, image):
        self.size = size
        self.image = image.ljust(size, b"\0")
        self.pages = []
        for address in range(0, size, 4096):
            page = memory.allocate_host_page()
            ctypes.memmove(page, self.image[address : address + 4096], 4096)
            memory.page_insert(address, page)
            self.pages.append(page)
        self.outside = {}
        self.session = Session()
        self.session.missing_page_handler = self.insert_ones
        self.hook = Hook()
        self.hook.before_execution = self.before_execution
        self.hook.after_execution = self.after_execution
        self.hook.repeat_iteration = self.repeat_iteration
        self.hook.exception = self.exception
        self.hook.hlt = self.hlt
        self.hook.lin_access = self.linear_access
        self.hook.phy_access = self.physical_access
        self.hooks = [self.hook]

    def insert_ones(self, address):
        page = memory.allocate_host_page()
        ctypes.memset(page, 0xFF, 4096)
        memory.page_insert(address & ~0xFFF, page)
        self.outside[address & ~0xFFF] = page

    def read(self, address, count):
        return ctypes.string_at(self.pages[address >> 12] + (address & 0xFFF), count)

    def write(self, address, data):
        while data:
            start = address & 0xFFF
            part = data[: 4096 - start]
            ctypes.memmove(self.pages[address >> 12] + start, part, len(part))
            address, data = address + len(part), data[len(part) :]

    # What Bochs reports.

    def before_execution(self, session, cpu, instruction):
        if self.repeating and not self.exceptions:  # the rest of a repeated instruction that wrote over code
            self.repeating = False
            return
        self.begun += 1
        if self.begun == 2 or self.exceptions:
            self.session.stop()

    def after_execution(self, session, cpu, instruction):
        if not (self.repeating and self.session.cpu.rip == self.start):
            self.session.stop()

    def repeat_iteration(self, session, cpu, instruction):
        self.repeating = True

    def exception(self, session, cpu, vector, error):
        if any(earlier == DOUBLE_FAULT for earlier, _ in self.exceptions):
            self.outcome = TRIPLE_FAULT
            self.session.stop()
            return
        self.exceptions.append((vector, error & 0xFFFF))
        self.outcome = EXCEPTION

    def hlt(self, session, cpu):
        self.outcome = HALTED
        self.session.stop()

    def linear_access(self, session, cpu, linear, physical, length, kind, access):
        if access:
            self.written.update(range(physical, physical + length))

    def physical_access(self, session, cpu, physical, length, kind, access):
        if access:
            self.written.update(range(physical, physical + length))

    # One case.

    def run(self, case):
        start, patches = parse(case)
        self.begun, self.exceptions, self.outcome, self.written = 0, [], COMPLETED, set()
        self.repeating, self.start = False, start[REGISTERS.index("rip")]
        for address, data in patches:
            self.write(address, data)
        self.session.cpu.set_state(state(start))
        follow_cr0()
        self.session.run(self.hooks)
        answer = self.answer(dict(flatten(patches)))
        for address in self.written:
            if address < self.size:
                self.write(address, self.image[address : address + 1])
        for address, data in patches:
            self.write(address, self.image[address : address + len(data)])
        for address in self.outside:
            memory.page_remove(address)
        self.outside.clear()
        return answer

    def changes(self, patched):
        """The bytes of RAM that differ from what the case started with, by address."""
        for address in sorted(self.written):
            if address < self.size:
                now = self.read(address, 1)[0]
                if now != patched.get(address, self.image[address]):
                    yield address, now

    def answer(self, patched):
        changes = list(self.changes(patched))
        parts = [struct.pack("<BB", self.outcome, len(self.exceptions))]
        parts += [struct.pack("<BBH", vector, 0, error) for vector, error in self.exceptions]
        compute_flags()
        parts.append(LAYOUT.pack(*fields(self.session.cpu.state)))
        parts.append(struct.pack("<H", len(changes)))
        parts += [struct.pack("<IB", address, value) for address, value in changes]
        return b"".join(parts)


def parse(case):
    """The state's fields, and the patches as addresses and bytes."""
    (count,) = struct.unpack_from("<H", case, LAYOUT.size)
    position = LAYOUT.size + 2
    patches = []
    for _ in range(count):
        address, length = struct.unpack_from("<IH", case, position)
        position += 6
        patches.append((address, case[position : position + length]))
        position += length
    return LAYOUT.unpack_from(case), patches


def flatten(patches):
    return ((address + i, byte) for address, data in patches for i, byte in enumerate(data))


def state(fields):
    """The state of Bochs with the fields of a STATE."""
    fields = iter(fields)
    result = State()
    result.fpcw, result.fptw, result.mxcsr, result.mxcsr_mask = 0x37F, 0xFFFF, 0x1F80, 0xFFBF
    for name in REGISTERS:
        setattr(result, name, next(fields))
    for name in SEGMENTS:
        setattr(result, name, segment(*(next(fields) for _ in range(6))))
    for name in TABLES:
        table = GlobalSegment()
        table.base, table.limit = next(fields), next(fields)
        setattr(result, name, table)
    return result


def segment(selector, usable, base, limit, rights, _):
    result = Segment()
    result.selector, result.present = selector, bool(usable)
    result.base, result.limit, result.attr = base, limit, rights
    return result


def fields(state):
    """The fields of a STATE; the hidden part of an unusable segment reads as zeros."""
    for name in REGISTERS:
        yield getattr(state, name) & 0xFFFFFFFF
    for name in SEGMENTS:
        it = getattr(state, name)
        if it.present:
            yield from (it.selector, 1, it.base & 0xFFFFFFFF, it.limit, it.attr & RIGHTS, 0)
        else:
            yield from (it.selector, 0, 0, 0, 0, 0)
    for name in TABLES:
        table = getattr(state, name)
        yield from (table.base & 0xFFFFFFFF, table.limit)


def read_sized(stream):
    """Bytes with their count before them, or nothing at the stream's end."""
    count = stream.read(4)
    return stream.read(struct.unpack("<I", count)[0]) if len(count) == 4 else None


def run_from(machine, cases, done):
    """Answers the cases that are left, up to one that the processor does not get over."""
    for case in cases[done[0] :]:
        answer = machine.run(case)
        write_sized(answer)
        done[0] += 1
        if machine.outcome == TRIPLE_FAULT:
            break
    sys.stdout.buffer.flush()
    os._exit(0)


def write_sized(data):
    os.write(sys.stdout.fileno(), struct.pack("<I", len(data)) + data)


def main():
    """Runs the cases in child processes, since Bochs remembers a triple fault and asserts later."""
    (size,) = struct.unpack("<I", sys.stdin.buffer.read(4))
    machine = Machine(size, read_sized(sys.stdin.buffer))
    cases = list(iter(lambda: read_sized(sys.stdin.buffer), None))
    done = memoryview(mmap.mmap(-1, 8)).cast("Q")
    while done[0] < len(cases):
        child = os.fork()
        if child == 0:
            run_from(machine, cases, done)
        if os.waitpid(child, 0)[1] != 0:
            write_sized(struct.pack("<BB", ENDED, 0) + bytes(LAYOUT.size + 2))
            done[0] += 1
    os._exit(0)  # the library complains at length when it is torn down


if __name__ == "__main__":
    main()
