# When x87 instructions reach the unit and when they raise #NM (SDM 3A table 2-2).

  .macro with_cr0 bits
  movl %cr0, %eax
  orl $\bits, %eax
  movl %eax, %cr0
  xorl %eax, %eax
  pushl $2
  popfl
  .endm

  .irp bits, 0, 2, 4, 6, 8, 10, 12, 14
  .irp instruction, fninit, fwait, "fnsave SCRATCH", "frstor SCRATCH", "fxsave SCRATCH", "fxrstor SCRATCH"
  check "\instruction with MP EM TS \bits"
  with_cr0 \bits
  \instruction
  clts
  done
  .endr
  .endr

  check "fxsave to an odd address"
  fxsave SCRATCH+8
  done

  check "fxrstor from an odd address"
  fxrstor SCRATCH+8
  done

  check "fninit: control and status words"
  fninit
  xorl %eax, %eax
  fnstsw %ax
  fnstcw SCRATCH
  movl SCRATCH, %ebx
  done

  check "fnsave beyond the limit"
  load fs, LIMITED
  fnsave %fs:0xFFC
  done

  check "fxsave beyond the limit"
  load fs, LIMITED
  fxsave %fs:0xFF0
  done
