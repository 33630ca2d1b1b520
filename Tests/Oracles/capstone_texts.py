#!/usr/bin/env python3
"""Disassembles with Capstone: a line of hexadecimal digits in, its text at address 1000h out.

The text is empty where the bytes are no instruction for it, or more than one.
"""

import sys

import capstone

decoder = capstone.Cs(capstone.CS_ARCH_X86, capstone.CS_MODE_32)
for line in sys.stdin:
    code = bytes.fromhex(line)
    first = next(decoder.disasm(code, 0x1000), None)
    isWhole = first is not None and first.size == len(code)
    print(f"{first.mnemonic} {first.op_str}".strip() if isWhole else "")
