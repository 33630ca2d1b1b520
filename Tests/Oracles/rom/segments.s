# Segment registers and the checks of limits, types and rights (SDM 3A 5.3 to 5.7).

  check "nothing"
  done

# One check for each selector that a data segment register may be given in ring 0.
  .macro check_load segment, selector
  check "mov \segment, \selector"
  movl $0x900, %esp
  movl $\selector, %eax
  movl %eax, %\segment
  done
  .endm

  .irp selector, 0, 3, LIMITED, LIMITED|3, DOWN, READONLY, EXECUTE, READABLE, ABSENT, CONFORMING, CONFORMING|3, DATA3, DATA1, TASK, GATE, RESERVED, 0x200, 0x1FC, LOCAL_DATA, LOCAL_DATA3, LOCAL_ABSENT_DATA, 0x1C, ABSENT_CODE
  check_load ds, \selector
  .endr

  .irp selector, 0, DATA|3, LIMITED, READONLY, EXECUTE, READABLE, ABSENT, DATA1, DATA3, TASK, 0x200, LOCAL_DATA, LOCAL_DATA3, LOCAL_ABSENT_DATA
  check_load ss, \selector
  .endr

# The same from ring 3.
  .macro check_load3 segment, selector
  check "ring 3: mov \segment, \selector"
  ring3
  movl $\selector, %eax
  movl %eax, %\segment
  done
  .endm

  .irp selector, 0, DATA, DATA|3, DATA3, DATA3&~3, READONLY3, READONLY3|3, CONFORMING, CONFORMING|3, READABLE, CODE3, ABSENT, LOCAL_DATA, LOCAL_DATA3
  check_load3 es, \selector
  .endr
  .irp selector, 0, 3, DATA3, DATA3&~3, READONLY3|3, DATA1|1, DATA, LOCAL_DATA3
  check_load3 ss, \selector
  .endr

  check "mov cs, ax"
  .byte 0x8E, 0xC8
  done

  check "mov segment 6, ax"
  .byte 0x8E, 0xF0
  done

  check "a load sets the accessed bit"
  load fs, DATA_FRESH
  movl GDT+DATA_FRESH+4, %eax
  done

  check "the hidden part outlives a change of the descriptor"
  load fs, LIMITED
  movl $0x12345678, SCRATCH+4
  movl $0, GDT+LIMITED
  movl $0, GDT+LIMITED+4
  movl %fs:4, %eax
  done

# Limits.
  .macro check_access segment, selector, operand, instruction:vararg
  check "\segment=\selector: \instruction \operand"
  load \segment, \selector
  \instruction %\segment:\operand
  done
  .endm

  check_access ds, LIMITED, 0xFFC, movl %eax,
  check_access ds, LIMITED, 0xFFD, movl %eax,
  check_access ds, LIMITED, 0xFFE, movw %ax,
  check_access ds, LIMITED, 0xFFF, movw %ax,
  check_access ds, LIMITED, 0xFFF, movb %al,
  check_access ds, LIMITED, 0x1000, movb %al,
  check_access ds, LIMITED, 0xFFFFFFFF, movl %eax,
  check_access ds, DOWN, SCRATCH+0x1000, movl %eax,
  check_access ds, DOWN, SCRATCH+0xFFF, movb %al,
  check_access ds, DOWN, SCRATCH+0xFFD, movl %eax,
  check_access ds, DOWN, 0, movl %eax,
  check_access ds, DOWN16, 0xE000, movl %eax,
  check_access ds, DOWN16, 0xDFFF, movb %al,
  check_access ds, DOWN16, 0xFFFC, movl %eax,
  check_access ds, DOWN16, 0xFFFD, movl %eax,
  check_access ds, DOWN16, 0x10000, movb %al,
  check_access ds, PAGED, 0xFFFC, testl %eax,
  check_access ds, PAGED, 0xFFFD, testl %eax,
  check_access ds, READONLY, SCRATCH, movl %eax,
  check_access ds, READONLY, SCRATCH, testl %eax,
  check_access ds, READABLE, SCRATCH, movl %eax,
  check_access ds, READABLE, SCRATCH, testl %eax,
  check_access ds, 0, SCRATCH, testl %eax,
  check_access ds, 0, SCRATCH, movl %eax,
  check_access gs, 3, SCRATCH, incl
  check_access fs, LIMITED, 0x1000, btsl $3,

  check "write through cs"
  movl %eax, %cs:SCRATCH
  done

  check "read through an execute-only cs"
  ljmp $EXECUTE, $1f
1:
  movl %cs:SCRATCH, %eax
  done

  check "base and offset wrap at 4 GiB"
  movl $0x87654321, 0x500
  load fs, DATA_HIGH
  movl %fs:0x1500, %eax
  done

  check "lea does not check"
  load ds, LIMITED
  leal 0x12345678(%ecx), %eax
  done

  check "ring 3 stack: push beyond the limit"
  ring3
  movl $SMALL_STACK|3, %eax
  movl %eax, %ss
  movl $0x10, %esp
  pushl %ecx
  pushl %ecx
  pushl %ecx
  pushl %ecx
  pushl %ecx
  done

  check "ring 3 stack: ebp beyond the limit"
  ring3
  movl $SMALL_STACK|3, %eax
  movl %eax, %ss
  movl $0xC, %esp
  movl $0xD, %ebp
  movl (%ebp), %eax
  done

  check "ring 3 stack: pop beyond the limit"
  ring3
  movl $SMALL_STACK|3, %eax
  movl %eax, %ss
  movl $0xE, %esp
  popl %eax
  done

  check "ring 3 stack: enter beyond the limit"
  ring3
  movl $SMALL_STACK|3, %eax
  movl %eax, %ss
  movl $0x10, %esp
  movl $8, %ebp
  enter $0x10, $2
  done

  check "expand-down stack"
  load ss, DOWN
  movl $SCRATCH+0x1010, %esp
  pushl $0x1234
  movl (%esp), %eax
  load ss, DATA
  done

  check "expand-down stack: below"
  ring3
  movb $0xF7, %al
  movl $SMALL_STACK|3, %ecx
  movl $0x10, %eax
  movl %ecx, %ss
  movl %eax, %esp
  pushal
  done

# Control transfers in the same ring.
  .macro check_far name, instruction, selector
  check "\instruction \selector"
  \instruction $\selector, $1f
1:
  done
  .endm

  .irp selector, 0, CODE, CODE|3, DATA, CODE3, CODE2, READABLE, EXECUTE, ABSENT_CODE, CONFORMING, CONFORMING3, RESERVED, 0x200, LOCAL, LOCAL_DATA, 0x1C, CODE_SMALL
  check_far jmp, ljmp, \selector
  check_far call, lcall, \selector
  .endr

  .irp selector, CODE, CODE3, CODE3&~3, CONFORMING, CONFORMING|3, CODE2, CONFORMING3
  check "ring 3: jmp \selector"
  ring3
  ljmp $\selector, $1f
1:
  done
  .endr

  .irp selector, 0, CODE, CODE|1, CODE3, CODE3&~3, CODE2|2, DATA, CONFORMING, ABSENT_CODE, 0x200, CODE_SMALL, CONFORMING|3
  check "retf to \selector"
  pushl $DATA3
  pushl $STACK3
  pushl $\selector
  pushl $1f
  lret
1:
  done
  .endr

  check "retf 8 to ring 3, and to its stack"
  pushl $DATA3
  pushl $STACK3
  pushl $0x22222222
  pushl $0x11111111
  pushl $CODE3
  pushl $1f
  lret $8
1:
  done

  .irp selector, 0, DATA, DATA|3, DATA3&~3, ABSENT|3, READONLY3|3, 0x203
  check "retf to ring 3 with ss \selector"
  pushl $\selector
  pushl $STACK3
  pushl $CODE3
  pushl $1f
  lret
1:
  done
  .endr

  check "ring 3: retf to ring 0"
  ring3
  pushl $CODE
  pushl $1f
  lret
1:
  done

  check "retf to an outer ring drops what it may not see"
  load ds, DATA
  load es, DATA3
  load fs, CONFORMING
  load gs, DATA1
  pushl $DATA3
  pushl $STACK3
  pushl $CODE3
  pushl $1f
  lret
1:
  done

  .irp instruction, lds, les, lss, lfs, lgs
  check "\instruction"
  movl $0x900, %esp
  movl $0x12345678, SCRATCH
  movl $LIMITED, SCRATCH+4
  \instruction SCRATCH, %eax
  done
  check "\instruction, not present"
  movl $0x12345678, SCRATCH
  movl $ABSENT, SCRATCH+4
  \instruction SCRATCH, %eax
  done
  .endr

  check "les from a register"
  .byte 0xC4, 0xC0
  done

  check "lcall from a register"
  .byte 0xFF, 0xD8
  done

  check "jump to 16-bit code"
  ljmp $CODE16, $1f - high
  .section .high, "ax"
  .code16
1:
  int $0x80
  .code32
  .section .text
9:

  check "near jump beyond the limit of cs"
  movw $0x80CD, 0x100000          # INT 80h for who goes there
  ljmp $CODE16, $1f - high
  .section .high, "ax"
  .code16
1:
  movl $0x10000, %eax
  jmp *%eax
  .code32
  .section .text
9:

  check "instruction of 16 bytes"
  .byte 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x90
  done

  check "lock inc of a register"
  .byte 0xF0, 0x40
  done

  check "lock on a read"
  .byte 0xF0, 0x8B, 0x05
  .long SCRATCH
  done

  check "ud2"
  ud2
  done

  check "lock add to memory"
  lock addl $1, SCRATCH
  movl SCRATCH, %eax
  done
