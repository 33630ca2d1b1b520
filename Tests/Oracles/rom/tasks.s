# Tasks (SDM 3A 7). A check says in TSS_OTHER where that task begins; its registers come from there.

  .macro task_at label
  movl $\label, TSS_OTHER+32
  .endm

# The busy bits (byte 5 of the descriptors): of TASK in BL, of TASK_OTHER in BH; the back link in CX.
  .macro tell_busy
  movb GDT+TASK+5, %bl
  movb GDT+TASK_OTHER+5, %bh
  movw TSS_OTHER, %cx
  .endm

# What was saved of the task left: EIP from the check's start, EFLAGS, ESP.
  .macro tell_saved
  movl TSS+32, %eax
  subl START, %eax
  movl TSS+36, %edx
  movl TSS+56, %esi
  movl TSS+40, %edi
  .endm

  .irp selector, 0, TASK_OTHER, TASK_OTHER|3, TASK16, BUSY, TASK_ABSENT, LOCAL, DATA, 0x200, LOCAL_DATA, GATE, TASK_SMALL
  check "ltr \selector"
  movl $\selector, %ecx
  ltr %cx
  movl GDT+(\selector&0x1F8)+4, %eax
  done
  .endr

  .irp selector, 0, 3, LOCAL, LOCAL_ABSENT, TASK, DATA, 0x200, LOCAL_DATA, LOCAL|3
  check "lldt \selector"
  movl $\selector, %ecx
  lldt %cx
  sldt %eax
  done
  .endr

  check "no LDT: mov ds, of the LDT"
  xorl %ecx, %ecx
  lldt %cx
  load ds, LOCAL_DATA
  done

  check "str and sldt"
  str %eax
  sldt %ebx
  strw SCRATCH
  sldtw SCRATCH+4
  movl SCRATCH, %ecx
  movl SCRATCH+4, %edx
  done

  check "ring 3: str and sldt"
  ring3
  str %eax
  sldt %ebx
  done

  .irp instruction, jmp, call
  check "\instruction TASK_OTHER: registers"
  task_at 1f
  l\instruction $TASK_OTHER, $0x12345678
1:
  done

  check "\instruction TASK_OTHER: busy bits and back link"
  task_at 1f
  l\instruction $TASK_OTHER, $0
1:
  tell_busy
  done

  check "\instruction TASK_OTHER: what is saved"
  task_at 1f
  stc
  l\instruction $TASK_OTHER, $0
  nop
1:
  tell_saved
  done

  check "\instruction TASK_GATE"
  task_at 1f
  l\instruction $TASK_GATE, $0
1:
  tell_busy
  done

  check "\instruction TASK16"
  movw $1f - high, TSS16+14
  l\instruction $TASK16, $0
  .section .high, "ax"
  .code16
1:
  movzwl %sp, %esp                # the upper halves are undefined
  movzwl %ax, %eax
  movzwl %cx, %ecx
  movzwl %dx, %edx
  movzwl %bx, %ebx
  movzwl %bp, %ebp
  movzwl %si, %esi
  movzwl %di, %edi
  int $0x80
  .code32
  .section .text
  done

  check "ring 3: \instruction TASK_GATE"
  task_at 1f
  ring3
  l\instruction $TASK_GATE, $0
1:
  tell_busy
  done

  .irp selector, TASK, BUSY, TASK_ABSENT, TASK_SMALL, TASK_GATE_ABSENT, TASK_OTHER|3
  check "\instruction \selector"
  task_at 1f
  l\instruction $\selector, $0
1:
  done
  .endr

  check "ring 3: \instruction TASK_OTHER"
  ring3
  l\instruction $TASK_OTHER, $0
  done

  .irp link, 0, DATA, 0x200, BUSY, TASK_ABSENT
  check "\instruction a gate to task \link"
  task_at 1f
  movw $\link, GDT+TASK_GATE+2
  l\instruction $TASK_GATE, $0
1:
  done
  .endr
  .endr

  check "call TASK_OTHER and iret"
  task_at 1f
  lcall $TASK_OTHER, $0
  tell_busy
  int $0x80
1:
  iret
9:

  check "call TASK_OTHER and iret: what the task is left as"
  task_at 1f
  lcall $TASK_OTHER, $0
  movl TSS_OTHER+32, %eax
  subl START, %eax
  movl TSS_OTHER+36, %ebx
  movl TSS_OTHER+40, %ecx
  int $0x80
1:
  movl $0x99, %eax
  iret
9:

  check "call TASK_OTHER, its flags have NT"
  task_at 1f
  movl $0x246, TSS_OTHER+36
  lcall $TASK_OTHER, $0
1:
  pushfl
  popl %eax
  done

  .irp link, 0, TASK_OTHER, DATA, 0x200, TASK_ABSENT, 0x2C
  check "iret with NT, back link \link"
  task_at 1f
  movw $\link, TSS
  pushl $0x4002
  popfl
  iret
1:
  done
  .endr

  check "iret with NT, back link to a busy task"
  task_at 1f
  movw $BUSY, TSS
  pushl $0x4002
  popfl
  iret
1:
  tell_busy
  movl GDT+BUSY+4, %eax
  done

  check "ring 3: iret with NT"
  task_at 1f
  movw $BUSY, TSS
  ring3 0x4002
  iret
1:
  done

  check "int by a task gate"
  task_at 1f
  set_gate 0x30, 0, 0x85, TASK_OTHER
  int $0x30
1:
  tell_busy
  done

  check "ring 3: int by a task gate of DPL 0"
  set_gate 0x30, 0, 0x85, TASK_OTHER
  ring3
  int $0x30
  done

  check "int by a task gate, the task busy"
  set_gate 0x30, 0, 0x85, BUSY
  int $0x30
  done

  check "int by a task gate, the task not present"
  set_gate 0x30, 0, 0x85, TASK_ABSENT
  int $0x30
  done

  check "exception by a task gate: the error code is on its stack"
  task_at 1f
  set_gate 13, 0, 0x85, TASK_OTHER
  movl $LOCAL, %eax
  movl %eax, %ds
1:
  movl (%esp), %eax
  tell_busy
  done

  check "exception by a task gate: what is saved"
  task_at 1f
  set_gate 13, 0, 0x85, TASK_OTHER
  stc
  movl $LOCAL, %eax
  movl %eax, %ds
1:
  tell_saved
  done

  check "double fault by a task gate"
  set_gate 8, 0, 0x85, TASK_FAULT
  set_gate 13, 0, 0x8E, DATA
  movl $LOCAL, %eax
  movl %eax, %ds
  done

  check "double fault by a task gate: no stack left"
  set_gate 8, 0, 0x85, TASK_FAULT
  load ss, LIMITED
  movl $0x2000, %esp
  pushl %eax
  done

# Faults in what a new task brings: its segments, stack and table. The stack of such a fault is not
# sure, so that another task handles it (SDM 3A 6.15, #TS): it tells the error code, and of what was
# saved EIP from the check's start, CS, ESP, SS, DS, EAX.
  .section .high, "ax"
fault_teller:
  popl %eax
  movl TSS_OTHER+32, %ebx
  subl START, %ebx
  movw TSS_OTHER+76, %cx
  movl TSS_OTHER+56, %esi
  movw TSS_OTHER+80, %dx
  movl TSS_OTHER+40, %edi
  movw TSS_OTHER+84, %bp
  int $0x80
  .section .text

  .macro check_new name, offset, value
  check "new task: \name \value"
  task_at 1f
  movl $fault_teller, TSS_FAULT+32
  .irp vector, 10, 11, 12, 13
  set_gate \vector, 0, 0x85, TASK_FAULT
  .endr
  movl $\value, TSS_OTHER+\offset
  ljmp $TASK_OTHER, $0
1:
  done
  .endm

  .irp value, 0, 0x200, DATA, TASK, LOCAL_ABSENT, LOCAL_DATA
  check_new ldtr, 96, \value
  .endr
  .irp value, 0, DATA, CODE|3, CODE1, ABSENT_CODE, 0x200, CONFORMING, LOCAL_DATA
  check_new cs, 76, \value
  .endr
  .irp value, 0, DATA|3, READONLY, ABSENT, DATA3, 0x200, CODE
  check_new ss, 80, \value
  .endr
  .irp value, 0, ABSENT, EXECUTE, 0x200, DATA3, CONFORMING, TASK, LOCAL_DATA
  check_new ds, 84, \value
  .endr

  check "new task: eip beyond the limit"
  movl $fault_teller, TSS_FAULT+32
  set_gate 13, 0, 0x85, TASK_FAULT
  movl $CODE_SMALL, TSS_OTHER+76
  task_at 0x1000
  ljmp $TASK_OTHER, $0
  done

  check "new task in ring 3"
  task_at 1f
  movl $CODE3, TSS_OTHER+76
  movl $DATA3, TSS_OTHER+80
  movl $STACK3, TSS_OTHER+56
  movl $DATA3, TSS_OTHER+84
  movl $DATA3, TSS_OTHER+72
  movl $DATA3, TSS_OTHER+88
  movl $DATA3, TSS_OTHER+92
  ljmp $TASK_OTHER, $0
1:
  done

  check "new task: debug trap"
  task_at 1f
  movw $1, TSS_OTHER+100
  ljmp $TASK_OTHER, $0
1:
  done

  check "a task switch clears the local breakpoints"
  task_at 1f
  movl $0x5FF, %eax
  movl %eax, %dr7
  ljmp $TASK_OTHER, $0
1:
  movl %dr7, %eax
  movl $0, %ecx
  movl %ecx, %dr7
  done

  check "a task switch saves only what changes"
  task_at 1f
  movl $0x77777777, TSS+28
  movl $0x77777777, TSS+4
  movl $0x77770077, TSS+96
  ljmp $TASK_OTHER, $0
1:
  movl TSS+28, %eax
  movl TSS+4, %ebx
  movl TSS+96, %ecx
  movl TSS+72, %edx
  done

  check "a task switch loads CR3"
  paged
  movl $0xE007, TABLE2
  movl $0xF007, TABLE3
  movl $0x11111111, SCRATCH
  movl $0x22222222, SCRATCH+0x1000
  movl $DIRECTORY2, TSS_OTHER+28
  task_at 1f
  movl 0x400000, %eax
  ljmp $TASK_OTHER, $0
1:
  movl 0x400000, %ebx
  movl TSS+28, %ecx
  movl %cr3, %edx
  done
