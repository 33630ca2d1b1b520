# System registers and instructions (SDM 3A 2).

  check "sgdt, sidt"
  sgdt SCRATCH
  sidt SCRATCH+8
  movl SCRATCH, %eax
  movl SCRATCH+4, %ebx
  movl SCRATCH+8, %ecx
  movl SCRATCH+12, %edx
  done

  check "ring 3: sgdt, sidt"
  ring3
  sgdt SCRATCH
  sidt SCRATCH+8
  movl SCRATCH, %eax
  movl SCRATCH+8, %ecx
  done

  check "lgdt of 16 bits loads 24 bits of base"
  movl $0x1000FFFF, SCRATCH
  movl $0xFF00, SCRATCH+4
  data16 lgdt SCRATCH
  sgdt SCRATCH+8
  lgdt gdt_pointer
  movl SCRATCH+8, %eax
  movl SCRATCH+12, %ebx
  done

  .irp instruction, sgdt, sidt, lgdt, lidt
  check "\instruction across the limit"
  sgdt SCRATCH+0xFFC
  .ifc \instruction, lidt
  sidt SCRATCH+0xFFC
  .endif
  load fs, LIMITED
  \instruction %fs:0xFFC
  done
  .endr

  check "lgdt of a register"
  .byte 0x0F, 0x01, 0xD0
  done
  check "sidt to a register"
  .byte 0x0F, 0x01, 0xC8
  done
  check "invlpg of a register"
  .byte 0x0F, 0x01, 0xF8
  done

  .macro check_privileged instruction:vararg
  check "ring 3: \instruction"
  ring3 0x3002
  \instruction
  done
  .endm

  check_privileged lgdt SCRATCH
  check_privileged lidt SCRATCH
  check_privileged lldt %ax
  check_privileged ltr %ax
  check_privileged lmsw %ax
  check_privileged clts

  check_privileged invlpg SCRATCH
  check_privileged wbinvd
  check_privileged invd
  check_privileged rdmsr
  check_privileged wrmsr
  check_privileged movl %eax, %cr0
  check_privileged movl %cr0, %eax
  check_privileged movl %cr2, %eax
  check_privileged movl %eax, %cr3
  check_privileged movl %cr4, %eax
  check_privileged movl %eax, %dr0
  check_privileged movl %dr7, %eax
  check_privileged movl %dr4, %eax

  check "ring 1: clts"
  ring1
  clts
  done

  check "ring 3: smsw"
  ring3
  smsw %ax
  smsww SCRATCH
  movl SCRATCH, %ebx
  done

  check "lmsw sets and clears TS, EM, MP, never PE"
  movl $0xFFFE, %eax
  lmsw %ax
  movl %cr0, %ebx
  movl $0, %eax
  lmsw %ax
  movl %cr0, %ecx
  done

  check "clts"
  movl %cr0, %eax
  orl $8, %eax
  movl %eax, %cr0
  clts
  movl %cr0, %eax
  done

  .macro check_cr0 value
  check "mov cr0, \value"
  movl $\value, %eax
  movl %eax, %cr0
  movl %cr0, %ebx
  done
  .endm

  .irp value, 0x21, 0x60000031, 0x40000031, 0x20000031, 0x50031, 0x1FFAFFE1
  check_cr0 \value
  .endr

  .macro check_cr4 value
  check "mov cr4, \value"
  movl $\value, %eax
  movl %eax, %cr4
  movl %cr4, %ebx
  done
  .endm

  .irp value, 0x10, 0x80, 0x90, 0x200, 0x9F, 0x100, 0x400
  check_cr4 \value
  .endr

  .irp code, 0xC8, 0xE8, 0xF8
  check "mov cr1/5/7 (modrm \code)"
  .byte 0x0F, 0x20, \code
  done
  check "mov to cr1/5/7 (modrm \code)"
  .byte 0x0F, 0x22, \code
  done
  .endr

  check "mov eax, cr0 ignores the mode bits"
  .byte 0x0F, 0x20, 0x03
  done

  check "cr2 and cr3"
  movl $0x12345678, %eax
  movl %eax, %cr2
  movl $0x12345018, %ecx
  movl %ecx, %cr3
  movl %cr2, %eax
  movl %cr3, %ebx
  done

  check "cr3 keeps PWT and PCD alone of the low bits"
  movl $0x5FFF, %ecx
  movl %ecx, %cr3
  movl %cr3, %ebx
  andl $0xFFFFF018, %ebx
  done

# Descriptors looked at from code.
  .macro look selector
  xorl %ebx, %ebx
  movl $\selector, %ecx
  pushl $2
  popfl
  lar %ecx, %eax
  setz %bl
  andl $0xFFF0FFFF, %eax          # undefined
  pushl $2
  popfl
  lsl %ecx, %edx
  setz %bh
  verr %cx
  setz %cl
  verw %cx
  setz %ch
  pushl $2
  popfl
  .endm

  .irp selector, 0, CODE, DATA, DATA3, LIMITED, PAGED, DOWN, READONLY, EXECUTE, CONFORMING, ABSENT, ABSENT_CODE, TASK, TASK_OTHER, TASK16, LOCAL, GATE, GATE16, TASK_GATE, RESERVED, 0x200, 0x1FC, LOCAL_DATA, DATA|3
  check "lar lsl verr verw \selector"
  look \selector
  done
  .endr

  .irp selector, DATA, DATA3, READONLY3|3, CONFORMING, CONFORMING|3, CODE3, GATE, TASK, DATA1|1, DATA3&~3
  check "ring 3: lar lsl verr verw \selector"
  ring3
  look \selector
  done
  .endr

  check "lar with a 16-bit operand"
  movw $LIMITED, %cx
  larw %cx, %ax
  done

  .macro check_arpl first, second
  check "arpl \first, \second"
  movl $\first, %ecx
  movl $\second, %edx
  arpl %dx, %cx
  done
  .endm
  check_arpl 0x10, 3
  check_arpl 0x13, 0
  check_arpl 0x12, 2
  check_arpl 0x11, 0x1F

  check "arpl to memory"
  movl $0x12345670, SCRATCH
  movl $2, %edx
  arpl %dx, SCRATCH
  movl SCRATCH, %eax
  done

# Machine registers and identification.
  check "rdmsr of what is not there"
  movl $0xC0001234, %ecx
  rdmsr
  done
  check "wrmsr of what is not there"
  movl $0xC0001234, %ecx
  wrmsr
  done
  check "SYSENTER_CS, SYSENTER_ESP, SYSENTER_EIP"
  movl $0x174, %ecx
  movl $0x1234, %eax
  movl $0, %edx
  wrmsr
  movl $0x175, %ecx
  movl $0x23456789, %eax
  wrmsr
  movl $0x176, %ecx
  movl $0x3456789A, %eax
  wrmsr
  movl $0x174, %ecx
  rdmsr
  movl %eax, %ebx
  movl $0x175, %ecx
  rdmsr
  movl %eax, %esi
  movl $0x176, %ecx
  rdmsr
  movl %eax, %edi
  done

  check "TSC: a write, and it goes up"
  movl $0x10, %ecx
  xorl %eax, %eax
  movl $1, %edx
  wrmsr
  rdtsc
  movl %edx, %ebx
  movl %eax, %esi
  rdtsc
  subl %esi, %eax
  sbbl %ebx, %edx
  setae %bl
  movl $0, %esi
  movl $0, %eax
  pushl $2
  popfl
  done

  check "ring 3: rdtsc"
  ring3
  rdtsc
  xorl %eax, %eax
  xorl %edx, %edx
  done

  check "ring 3: rdtsc, TSD"
  movl $4, %eax
  movl %eax, %cr4
  ring3
  rdtsc
  done

  check "rdtsc, TSD"
  movl $4, %eax
  movl %eax, %cr4
  rdtsc
  xorl %eax, %eax
  xorl %edx, %edx
  done

  check "cpuid: vendor"
  xorl %eax, %eax
  cpuid
  xorl %eax, %eax
  done

  check "cpuid: features FPU DE PSE TSC MSR CX8 SEP PGE CMOV FXSR, and the family"
  movl $1, %eax
  cpuid
  andl $0x0100A93D, %edx
  andl $0xF00, %eax
  xorl %ebx, %ebx
  xorl %ecx, %ecx
  done

  check "wbinvd and invlpg"
  wbinvd
  invlpg SCRATCH
  done

# Code and stack of 16 bits under 32-bit registers.
  check "16-bit stack: the upper half of esp stays"
  movl $DATA16, %eax
  movl %eax, %ss
  movl $0x12340000|STACK1, %esp
  pushl %eax
  movl %esp, %ebx
  movl $DATA, %eax
  movl %eax, %ss
  movl $STACK, %esp
  done

  check "16-bit stack: sp wraps"
  movl $DATA16, %eax
  movl %eax, %ss
  movl $0x12340002, %esp
  pushw $0x1111
  pushw $0x2222
  movl %esp, %ebx
  popw %ax
  movl %esp, %ecx
  movl $DATA, %edx
  movl %edx, %ss
  movl $STACK, %esp
  done

  check "leave on a 16-bit stack"
  movl $DATA16, %eax
  movl %eax, %ss
  movl $0x56780000|STACK1, %ebp
  leave
  movl %esp, %ebx
  movl %ebp, %ecx
  movl $DATA, %edx
  movl %edx, %ss
  movl $STACK, %esp
  done
