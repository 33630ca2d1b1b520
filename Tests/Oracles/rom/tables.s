# What the tables in RAM hold at the start of every check.

  .macro descriptor base, limit, rights   # rights: a descriptor's bits 40 to 55 without the limit's
  .word (\limit) & 0xFFFF
  .word (\base) & 0xFFFF
  .byte ((\base) >> 16) & 0xFF
  .byte (\rights) & 0xFF
  .byte (((\limit) >> 16) & 0xF) | (((\rights) >> 8) & 0xF0)
  .byte ((\base) >> 24) & 0xFF
  .endm

  .macro gate selector, offset, rights, parameters=0, upper=HIGH>>16
  .word \offset - high
  .word \selector
  .byte \parameters
  .byte \rights
  .word \upper
  .endm

  .set HIGH, 0xF0000              # 16-bit code and what gates lead to: the last 64 KiB below 1 MiB

  .section .rodata
  .balign 8
gdt:
  .quad 0
  descriptor 0, 0xFFFFF, 0xC09B   # CODE
  descriptor 0, 0xFFFFF, 0xC093   # DATA
  descriptor 0, 0xFFFFF, 0xC0FB   # CODE3
  descriptor 0, 0xFFFFF, 0xC0F3   # DATA3
  descriptor TSS, TSS_SIZE-1, 0x0089
  descriptor LDT, 0x17, 0x0082    # LOCAL
  descriptor TSS_OTHER, 0x67, 0x0089
  descriptor TSS_FAULT, 0x67, 0x0089
  descriptor TSS16, 0x2B, 0x0081
  descriptor SCRATCH, 0xFFF, 0x4093
  descriptor 0, SCRATCH+0xFFF, 0x4097
  descriptor 0, 0xDFFF, 0x0097
  descriptor 0, 0xFFFFF, 0xC091   # READONLY
  descriptor 0, 0xFFFFF, 0xC099   # EXECUTE
  descriptor 0, 0xFFFFF, 0xC09B   # READABLE
  descriptor 0, 0xFFFFF, 0xC013   # ABSENT
  descriptor 0, 0xFFFFF, 0xC01B   # ABSENT_CODE
  descriptor 0, 0xFFFFF, 0xC09F   # CONFORMING
  descriptor 0, 0xFFFFF, 0xC0B3   # DATA1
  descriptor 0, 0xFFFFF, 0xC0DB   # CODE2
  descriptor 0xF0000, 0xFFFF, 0x009B
  descriptor 0, 0xFFFF, 0x0093    # DATA16
  gate CODE, gate_target, 0xEC
  gate CODE, gate_target, 0xEC, 2
  gate CODE, gate_target, 0x8C
  gate CODE, gate_target, 0x6C
  gate CODE1, gate_target, 0xEC
  descriptor 0, 0xFFFFF, 0xC0BB   # CODE1
  descriptor 0, 0xFFFFF, 0xC0D3   # DATA2
  gate 0, gate_target, 0xEC
  gate DATA, gate_target, 0xEC
  gate TASK_OTHER, high, 0xE5
  gate TASK_OTHER, high, 0x65
  gate CODE16, gate_target16, 0xE4, 0, 0
  descriptor LDT, 0x17, 0x0002    # LOCAL_ABSENT
  descriptor TSS_OTHER, 0x67, 0x0009
  descriptor TSS_OTHER, 0x66, 0x0089
  descriptor 0, 15, 0xC093        # PAGED
  descriptor 0, 0xFFFFF, 0xC0F1   # READONLY3
  descriptor 0, 0xFFFFF, 0xC0FF   # CONFORMING3
  descriptor 0, 0xFFFFF, 0x0080   # RESERVED
  gate CONFORMING, gate_target, 0xEC
  descriptor STACK3-0x10, 0xF, 0x40F3
  gate CODE16, gate_target16, 0xE4, 2, 0
  descriptor TSS_OTHER, 0x67, 0x008B
  descriptor 0, 0xFFF, 0x409B     # CODE_SMALL
  descriptor 0, 0xFFFFF, 0xC092   # DATA_FRESH
  gate 0x400, gate_target, 0xEC
  gate ABSENT_CODE, gate_target, 0xEC
  descriptor 0xFFFFF000, 0xFFFFF, 0xC093
  .skip GDT_LIMIT + 1 - (. - gdt)

ldt:
  descriptor 0, 0xFFFFF, 0xC093
  descriptor 0, 0xFFFFF, 0xC0F3
  descriptor 0, 0xFFFFF, 0xC013
ldt_end:

tss:
  .long 0, STACK0, DATA, STACK1, DATA1 | 1, STACK2, DATA2 | 2
  .skip 0x66 - (. - tss)
  .word bitmap - tss
bitmap:
  .byte 0xFE                      # port 0 alone of 0 to 7
  .byte 0xFF, 0x0F, 0xFF          # 12 to 15 too
  .skip 128 - (. - bitmap), 0xFF
  .byte 0xFF
  .set TSS_SIZE, . - tss

tss_other:                        # a check fills in EIP
  .long 0, STACK0, DATA, 0, 0, 0, 0
  .long 0, 0, 2                   # CR3 EIP EFLAGS
  .long 0x1A, 0x1C, 0x1D, 0x1B, STACK2, 0x15, 0x16, 0x17
  .long DATA, CODE, DATA, DATA, DATA, DATA, LOCAL
  .word 0, 0x68

tss_fault:
  .long 0, STACK0, DATA, 0, 0, 0, 0
  .long 0, handle_double_fault, 2
  .long 0, 0, 0, 0, STACK1, 0, 0, 0
  .long DATA, CODE, DATA, DATA, DATA, DATA, 0
  .word 0, 0x68

tss16:                            # a check fills in IP
  .word 0, STACK0, DATA, 0, 0, 0, 0
  .word 0, 2                      # IP FLAGS
  .word 0x1A, 0x1C, 0x1D, 0x1B, STACK2, 0x15, 0x16, 0x17
  .word DATA, CODE16, DATA, DATA, LOCAL
tss16_end:
