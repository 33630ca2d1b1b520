# Call gates (SDM 3A 5.8.3 to 5.8.6).

  .section .high, "ax"
gate_target:                      # the frame, from its top, and where it is
  movl (%esp), %eax
  subl %cs:START, %eax
  movl 4(%esp), %ebx
  movl 8(%esp), %ecx
  movl 12(%esp), %edx
  movl 16(%esp), %esi
  movl 20(%esp), %edi
  movl %esp, %ebp
  int $0x80

  .code16
gate_target16:
  movl (%esp), %ebx
  movl 4(%esp), %ecx
  movl 8(%esp), %edx
  movl %esp, %ebp
  int $0x80
  .code32
  .section .text

  .irp selector, GATE, GATE_COPY, GATE_SYSTEM, GATE|3, GATE_ABSENT, GATE_NULL, GATE_DATA, GATE_OUTSIDE, GATE_ABSENT_CODE, GATE_RING1, GATE_CONFORMING, GATE16
  check "call \selector"
  pushl $0x22222222
  pushl $0x11111111
  lcall $\selector, $0x12345678
  done
  check "ring 3: call \selector"
  ring3
  pushl $0x22222222
  pushl $0x11111111
  lcall $\selector, $0x12345678
  done
  check "ring 3: jmp \selector"
  ring3
  ljmp $\selector, $0x12345678
  done
  .endr

  check "jmp GATE"
  ljmp $GATE, $0
  done

  check "ring 3: call GATE16_COPY"
  ring3
  pushw $0x2222
  pushw $0x1111
  lcall $GATE16_COPY, $0
  done

  check "ring 1: call GATE"
  ring1
  lcall $GATE, $0
  done

  check "ring 1: call GATE_RING1"
  ring1
  lcall $GATE_RING1, $0
  done

  .irp selector, 0, 1, 0x201, DATA1, DATA1|3, DATA3, DATA|1, ABSENT|1, READONLY|1, CODE1|1, LOCAL_DATA|1
  check "ring 3: call GATE_RING1, SS1 \selector"
  movl $\selector, TSS+16
  ring3
  lcall $GATE_RING1, $0
  done
  .endr

  check "ring 3: call GATE_RING1, SS1 not present"
  set_rights DATA1, 0xC033
  ring3
  lcall $GATE_RING1, $0
  done

  check "ring 3: call GATE_COPY, parameters beyond the stack's limit"
  ring3
  movl $SMALL_STACK|3, %eax
  movl %eax, %ss
  movl $0xC, %esp
  lcall $GATE_COPY, $0
  done

  check "ring 3: call GATE_RING1, new stack too small"
  movl $(SCRATCH&0xFFFF)<<16|7, GDT+DATA2
  movl $0x0040B300, GDT+DATA2+4
  movl $DATA2|1, TSS+16
  movl $8, TSS+12
  ring3
  lcall $GATE_RING1, $0
  done

  check "ring 3: call GATE_RING1, TSS too small for SS1"
  movw $0xF, GDT+TASK
  set_rights TASK, 0x89
  movl $TASK, %eax
  ltr %ax
  ring3
  lcall $GATE_RING1, $0
  done

  check "ring 3: call GATE and return"
  set_call_gate GATE, 1f
  ring3
  lcall $GATE, $0
  movl %esp, %ebp
  int $0x80
1:
  lret
9:

  check "ring 3: call GATE_COPY and return by retf 8"
  set_call_gate GATE_COPY, 1f, 0xEC02
  ring3
  pushl $0x22222222
  pushl $0x11111111
  lcall $GATE_COPY, $0
  movl %esp, %ebp
  int $0x80
1:
  lret $8
9:

  check "call GATE16, whose upper half is reserved"
  movw $0xF, GDT+GATE16+6
  lcall $GATE16, $0
  done
