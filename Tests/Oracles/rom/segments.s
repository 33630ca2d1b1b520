# Segment registers and the checks of limits and rights.

  check "nothing"
  done
  check "mov ds, null; read"
  xorl %eax, %eax
  movl %eax, %ds
  movl (0), %ebx
  done
  check "read at the limit of a segment"
  load ds, LIMITED
  movl 0xFFC, %eax
  movl 0xFFD, %eax
  done
  check "in ring 3"
  ring3
  done

  .section .high, "ax"
gate_target:
  done
  .section .high,"ax"
gate_target16:
  nop
  .section .text
handle_double_fault:
  nop
