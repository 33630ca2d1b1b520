# Debug exceptions (SDM 3B 17.2 and 17.3).

  .macro debug dr0, dr7, dr1=0
  movl $\dr0, %eax
  movl %eax, %dr0
  movl $\dr1, %eax
  movl %eax, %dr1
  movl $\dr7, %eax
  movl %eax, %dr7
  .endm

  .macro trap_flag
  pushl $0x102
  popfl
  .endm

  check "TF: the trap comes after the next instruction"
  trap_flag
  nop
  nop
  done

  check "ring 3: TF by iret"
  ring3 0x102
  nop
  nop
  done

  check "TF before int: the handler runs without it"
  set_gate 0x30, 1f
  trap_flag
  int $0x30
1:
  nop
  nop
  done

  check "TF and an exception"
  trap_flag
  ud2
  done

  check "TF and rep: one iteration"
  movl $SCRATCH, %edi
  movl $4, %ecx
  trap_flag
  rep stosb
  done

  check "TF and mov ss: one instruction later"
  movl $DATA, %eax
  trap_flag
  movl %eax, %ss
  nop
  nop
  done

  check "TF and pop ss: one instruction later"
  pushl $DATA
  trap_flag
  popl %ss
  nop
  nop
  done

  check "TF and sti"
  trap_flag
  sti
  nop
  done

  check "TF and popf that clears it"
  pushl $2
  trap_flag
  popfl
  nop
  done

  check "TF and pushf"
  trap_flag
  pushfl
  popl %eax
  done

  check "TF: a taken jump"
  trap_flag
  jmp 1f
  nop
1:
  nop
  done

  check "TF and iret with RF"
  pushl $0x10102
  pushl $CODE
  pushl $1f
  iret
1:
  nop
  nop
  done

  check "execution breakpoint"
  debug 1f, 0x402
  nop
1:
  nop
  done

  check "execution breakpoint, local"
  debug 1f, 0x401
  nop
1:
  nop
  done

  check "execution breakpoint, not enabled"
  debug 1f, 0x400
1:
  nop
  done

  check "execution breakpoint, RF set"
  debug 1f, 0x402
  pushl $0x10002
  pushl $CODE
  pushl $1f
  iret
1:
  nop
  pushfl
  popl %eax
  done

  check "execution breakpoint, one byte into the instruction"
  debug 1f+1, 0x402
1:
  movl $5, %ecx
  done

  check "execution breakpoint after mov ss"
  debug 1f, 0x402
  movl $DATA, %ecx
  movl %ecx, %ss
1:
  nop
  nop
  done

  check "execution breakpoint in ring 3"
  debug 1f, 0x402
  ring3
1:
  nop
  done

  .irp type, 0xD0402, 0x10402, 0xF0402, 0x30402, 0x50402
  check "data breakpoint \type: write at the address"
  debug SCRATCH+4, \type
  movl %ecx, SCRATCH+4
  nop
  done
  check "data breakpoint \type: read at the address"
  debug SCRATCH+4, \type
  movl SCRATCH+4, %ecx
  nop
  done
  check "data breakpoint \type: byte before"
  debug SCRATCH+4, \type
  movb %cl, SCRATCH+3
  nop
  done
  check "data breakpoint \type: word that ends in it"
  debug SCRATCH+4, \type
  movw %cx, SCRATCH+3
  nop
  done
  check "data breakpoint \type: fourth byte"
  debug SCRATCH+4, \type
  movb %cl, SCRATCH+7
  nop
  done
  .endr

  check "data breakpoint: two at once"
  debug SCRATCH+4, 0xDD040A, SCRATCH+6
  movl %ecx, SCRATCH+4
  nop
  done

  check "data breakpoint: push"
  debug STACK-4, 0xD0402
  pushl %ecx
  nop
  done

  check "data breakpoint in rep stos"
  debug SCRATCH+2, 0x10402
  movl $SCRATCH, %edi
  movl $8, %ecx
  rep stosb
  done

  check "data breakpoint at mov to ss waits"
  movl $DATA, SCRATCH
  debug SCRATCH, 0xF0402
  movw SCRATCH, %ss
  nop
  nop
  done

  check "data breakpoint and TF"
  debug SCRATCH, 0xD0402
  trap_flag
  movl %ecx, SCRATCH
  nop
  done

  check "port breakpoint"
  movl $8, %ecx
  movl %ecx, %cr4
  movl $0x9000, %edx
  debug 0x9000, 0x20402
  inb %dx, %al
  movb $0, %al
  nop
  done

  check "port breakpoint, DE clear"
  movl $0x9000, %edx
  debug 0x9000, 0x20402
  inb %dx, %al
  movb $0, %al
  done

  check "general detect: mov from dr0"
  debug 0, 0x2400
  movl %dr0, %ecx
  done

  check "general detect: mov to dr6"
  debug 0, 0x2400
  movl %ecx, %dr6
  done

  check "general detect is off in the handler"
  set_gate 1, 1f
  debug 0, 0x2400
  movl %dr0, %ecx
1:
  movl %dr7, %eax
  done

  check "ring 3 before general detect, which is still on"
  set_gate 13, 1f
  debug 0, 0x2400
  ring3
  movl %dr0, %ecx
1:
  movl %dr7, %ecx
  done

  check "dr4 and dr5 are dr6 and dr7"
  movl $0xFFFF0FF0, %eax
  movl %dr4, %ecx
  movl %dr5, %ebx
  done

  check "dr4 with DE"
  movl $8, %ecx
  movl %ecx, %cr4
  movl %dr4, %ecx
  done

  check "mov to dr5 with DE"
  movl $8, %ecx
  movl %ecx, %cr4
  movl %ecx, %dr5
  done

  check "dr6 and dr7: bits that stay"
  xorl %eax, %eax
  movl %eax, %dr6
  movl %eax, %dr7
  movl %dr6, %ebx
  movl %dr7, %ecx
  movl $0xFFFFFFFF, %eax
  movl %eax, %dr6
  movl %dr6, %edx
  movl $0xD000, %eax
  movl %eax, %dr7
  movl %dr7, %esi
  movl $0, %eax
  movl %eax, %dr7
  done

  check "BD and BT of dr6 are not cleared by the processor"
  movl $0xFFFFAFF0, %eax
  movl %eax, %dr6
  trap_flag
  nop
  done

  check "dr0 to dr3 hold what they are given"
  movl $0x11111111, %eax
  movl %eax, %dr0
  movl $0x22222222, %eax
  movl %eax, %dr1
  movl $0x33333333, %eax
  movl %eax, %dr2
  movl $0x44444444, %eax
  movl %eax, %dr3
  movl %dr0, %eax
  movl %dr1, %ecx
  movl %dr2, %edx
  movl %dr3, %ebx
  done
