# Interrupts and exceptions through the interrupt descriptor table (SDM 3A 6).

  .section .high, "ax"
# A handler that tells its frame: EIP from the check's start, CS, EFLAGS, ESP, SS, and where it is.
frame_teller:
  movl (%esp), %eax
  subl %cs:START, %eax
  movl 4(%esp), %ebx
  movl 8(%esp), %ecx
  movl 12(%esp), %edx
  movl 16(%esp), %esi
  movl %esp, %ebp
  int $0x80

# The same for a vector with an error code, which goes to EDI.
error_teller:
  popl %edi
  jmp frame_teller

# A handler that returns.
returner:
  incl %ss:COUNT
  iret
  .section .text

  .irp vector, 0x30, 0x31, 0xFF
  check "int \vector"
  int $\vector
  done
  .endr

  check "int3"
  int3
  done

  check "into, OF set"
  movb $0x7F, %al
  addb $1, %al
  into
  done

  check "into, OF clear"
  into
  done

  check "int 3 by two bytes"
  .byte 0xCD, 3
  done

  check "bound, inside"
  movl $5, SCRATCH
  movl $7, SCRATCH+4
  movl $7, %eax
  bound %eax, SCRATCH
  done

  check "bound, above"
  movl $5, SCRATCH
  movl $7, SCRATCH+4
  movl $8, %eax
  bound %eax, SCRATCH
  done

  check "bound, below, signed"
  movl $0, SCRATCH
  movl $7, SCRATCH+4
  movl $-1, %eax
  bound %eax, SCRATCH
  done

  check "div by zero"
  xorl %ecx, %ecx
  movl $1, %eax
  pushl $2
  popfl
  divl %ecx
  done

  check "div overflow"
  movl $1, %edx
  movl $1, %ecx
  divl %ecx
  done

  check "idiv overflow"
  movl $0x80000000, %eax
  movl $-1, %edx
  movl $-1, %ecx
  idivl %ecx
  done

  check "idiv to the least"
  movw $0xC000, %ax
  movb $-128, %cl
  movw $0x3F80, %ax
  idivb %cl
  movl $0, %ecx
  pushl $2
  popfl
  done

  .irp vector, 0x30, 3, 0x80
  check "ring 3: int \vector"
  ring3
  int $\vector
  done
  .endr

  check "ring 3: int3"
  ring3
  int3
  done

  check "ring 3: into, OF set"
  ring3
  pushl $0x802
  popfl
  into
  done

  check "ring 3: int 0xE"
  ring3
  .byte 0xCD, 0xE
  done

  check "ring 3: ud2"
  ring3
  ud2
  done

  check "ring 3: hlt"
  ring3
  hlt
  done

# What a gate does to IF, TF, NT, RF, and what it pushes.
  .irp rights, 0x8E, 0x8F
  check "gate \rights: EFLAGS"
  set_gate 0x30, frame_teller, \rights
  pushl $0x244ED7
  popfl
  int $0x30
  done

  check "ring 3: gate \rights"
  set_gate 0x30, frame_teller, \rights|0x60
  ring3 0x3202
  int $0x30
  done
  .endr

  check "interrupt gate clears IF"
  set_gate 0x30, 1f
  sti
  int $0x30
1:
  done

  check "trap gate leaves IF"
  set_gate 0x30, 1f, 0x8F
  set_gate 0x80, stubs+16*0x80, 0x8F
  sti
  int $0x30
1:
  done

  check "16-bit interrupt gate"
  set_gate 0x30, 1f, 0x86, CODE16
  movw $0, IDT+8*0x30+6
  movl $0x12345678, %ecx
  int $0x30
  .section .high, "ax"
  .code16
1:
  movl (%esp), %eax
  movl 4(%esp), %ebx
  movl %esp, %ebp
  int $0x80
  .code32
  .section .text
  done

  check "ring 3: 16-bit trap gate"
  set_gate 0x30, 1f, 0xE7, CODE16
  movw $0, IDT+8*0x30+6
  ring3
  int $0x30
  .section .high, "ax"
  .code16
1:
  movl (%esp), %eax
  movl 4(%esp), %ebx
  movl 8(%esp), %ecx
  movl %esp, %ebp
  int $0x80
  .code32
  .section .text
  done

  check "ring 3: gate to ring 1"
  set_gate 0x30, frame_teller, 0xEE, CODE1
  ring3
  int $0x30
  done

  check "ring 3: gate to a conforming segment"
  set_gate 0x30, frame_teller, 0xEE, CONFORMING
  ring3
  int $0x30
  done

  .irp selector, 0, DATA, CODE3, ABSENT_CODE, 0x200, LOCAL, TASK
  check "gate with selector \selector"
  set_gate 0x30, frame_teller, 0xEE, \selector
  int $0x30
  done
  check "exception through a gate with selector \selector"
  set_gate 6, frame_teller, 0x8E, \selector
  ud2
  done
  .endr

  check "gate not present"
  set_gate 0x30, frame_teller, 0x0E
  int $0x30
  done

  check "ring 3: gate not present"
  set_gate 0x30, frame_teller, 0x6E
  ring3
  int $0x30
  done

  check "exception through a gate not present"
  set_gate 6, frame_teller, 0x0E
  ud2
  done

  .irp rights, 0x80, 0x82, 0x89, 0x8C, 0x92, 0x9A
  check "gate of type \rights"
  set_gate 0x30, frame_teller, \rights
  int $0x30
  done
  .endr

  check "gate offset beyond the limit"
  set_gate 0x30, frame_teller, 0x8E, CODE_SMALL
  int $0x30
  done

  check "vector beyond the limit of the table"
  movw $8*0x81-1, RESULT
  movl $IDT, RESULT+2
  lidt RESULT
  int $0x81
  done

  check "vector cut by the limit of the table"
  movw $8*0x81+6, RESULT
  movl $IDT, RESULT+2
  lidt RESULT
  int $0x81
  done

  check "ring 3: gate to ring 1, SS1 null"
  set_gate 0x30, frame_teller, 0xEE, CODE1
  movl $0, TSS+16
  ring3
  int $0x30
  done

  check "ring 3: gate to ring 1, SS1 not present"
  set_gate 0x30, frame_teller, 0xEE, CODE1
  set_rights DATA1, 0xC033
  ring3
  int $0x30
  done

  check "ring 3: exception through a gate to ring 1, SS1 of the wrong ring"
  set_gate 6, frame_teller, 0x8E, CODE1
  movl $DATA2|2, TSS+16
  ring3
  ud2
  done

  check "error code is pushed"
  set_gate 13, error_teller
  movl $LOCAL, %eax
  movl %eax, %ds
  done

  check "error code by a 16-bit gate"
  set_gate 13, 1f, 0x86, CODE16
  movw $0, IDT+8*13+6
  movl $LOCAL, %eax
  movl %eax, %ds
  .section .high, "ax"
  .code16
1:
  movl (%esp), %eax
  movl 4(%esp), %ebx
  movl %esp, %ebp
  int $0x80
  .code32
  .section .text
  done

# Double faults (SDM 3A table 6-5).
  check "contributory after contributory: double fault"
  set_gate 13, frame_teller, 0x8E, DATA
  movl $LOCAL, %eax
  movl %eax, %ds
  done

  check "contributory after a benign one"
  set_gate 6, frame_teller, 0x8E, DATA
  ud2
  done

  check "contributory after INT n is no double fault"
  set_gate 0x30, frame_teller, 0x8E, DATA
  int $0x30
  done

  check "division error through an absent gate"
  movb $0x0E, IDT+5
  xorl %ecx, %ecx
  pushl $2
  popfl
  divl %ecx
  done

  check "#NP through an absent gate"
  movb $0x0E, IDT+8*11+5
  load ds, ABSENT
  done

# IRET.
  check "iret to the same ring"
  pushl $0x244AD7
  pushl $CODE
  pushl $1f
  iret
1:
  done

  check "iret with a 16-bit operand"
  pushl $0x12345678
  pushw $0x0AD7
  pushw $CODE16
  pushw $1f - high
  iretw
  .section .high, "ax"
  .code16
1:
  int $0x80
  .code32
  .section .text
  done

  .irp selector, 0, DATA, CODE|1, CODE3, CODE3&~3, CODE1|1, ABSENT_CODE, 0x200, LOCAL, CONFORMING|3, ABSENT|3
  check "iret to \selector"
  pushl $DATA3
  pushl $STACK3
  pushl $2
  pushl $\selector
  pushl $1f
  iret
1:
  done
  .endr

  .irp selector, 0, 3, DATA, DATA|3, DATA1|1, ABSENT|3, READONLY3|3, CODE3, 0x203
  check "iret to ring 3 with ss \selector"
  pushl $\selector
  pushl $STACK3
  pushl $2
  pushl $CODE3
  pushl $1f
  iret
1:
  done
  .endr

  check "iret beyond the limit of cs"
  pushl $2
  pushl $CODE_SMALL
  pushl $0x1000
  iret
  done

  check "iret from ring 3 to ring 0"
  ring3
  pushl $2
  pushl $CODE
  pushl $1f
  iret
1:
  done

  check "iret to an outer ring drops what it may not see"
  load ds, DATA
  load es, DATA3
  load fs, CONFORMING
  load gs, LOCAL_DATA3
  pushl $DATA3
  pushl $STACK3
  pushl $2
  pushl $CODE3
  pushl $1f
  iret
1:
  done

  check "ring 3: iret, IOPL 0: IF and IOPL stay"
  ring3 2
  pushl $0x3202
  pushl $CODE3
  pushl $1f
  iret
1:
  done

  check "ring 3: iret, IOPL 3: IF changes, IOPL stays"
  ring3 0x3002
  pushl $0x202
  pushl $CODE3
  pushl $1f
  iret
1:
  done

  check "iret takes ID, AC, RF"
  pushl $0x250002
  pushl $CODE
  pushl $1f
  iret
1:
  pushfl
  popl %eax
  done

  check "iret with VIP and VIF"
  pushl $0x180002
  pushl $CODE
  pushl $1f
  iret
1:
  pushfl
  popl %eax
  done

  check "int and iret give back the state"
  set_gate 0x30, returner, 0xEE
  ring3 0x3202
  stc
  int $0x30
  movl COUNT, %eax
  done
