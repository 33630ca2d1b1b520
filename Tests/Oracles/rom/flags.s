# EFLAGS: what each ring may change (SDM 3A 2.3, 3B "POPF").

  .macro check_popf name, ring, flags, value
  check "popf \value, \name"
  .if \ring == 3
  ring3 \flags
  .endif
  .if \ring == 1
  ring1 \flags
  .endif
  pushl $\value
  popfl
  pushfl
  popl %eax
  done
  .endm

  check_popf "ring 0", 0, 2, 0x3202
  check_popf "ring 0", 0, 2, 0x4002
  check_popf "ring 0", 0, 2, 0x240000
  check_popf "ring 0", 0, 2, 0x180000
  check_popf "ring 0", 0, 2, 0x10000
  check_popf "ring 0", 0, 2, 0x20000
  check_popf "ring 0", 0, 2, 0xFFC08028
  check_popf "ring 0", 0, 2, 0xCD7
  check_popf "ring 1, IOPL 0", 1, 2, 0x3202
  check_popf "ring 1, IOPL 1", 1, 0x1002, 0x3202
  check_popf "ring 1, IOPL 1, IF set", 1, 0x1202, 2
  check_popf "ring 3, IOPL 0", 3, 2, 0x3202
  check_popf "ring 3, IOPL 0, IF set", 3, 0x202, 0x4CD7
  check_popf "ring 3, IOPL 3", 3, 0x3002, 0x244202
  check_popf "ring 3, IOPL 3, IF set", 3, 0x3202, 2

  check "popfw leaves the upper half"
  pushl $0x240002
  popfl
  pushw $0x3CD7
  popfw
  pushfl
  popl %eax
  done

  check "pushf shows no RF and no VM"
  pushl $0x10002
  pushl $CODE
  pushl $1f
  iret
1:
  pushfl
  popl %eax
  done

  check "ring 3: cli, IOPL 0"
  ring3
  cli
  done

  check "ring 3: sti, IOPL 0"
  ring3
  sti
  done

  check "ring 3: cli, IOPL 3"
  ring3 0x3202
  cli
  done

  check "ring 3: sti, IOPL 2"
  ring3 0x2002
  sti
  done

  check "ring 1: sti, IOPL 1"
  ring1 0x1002
  sti
  done

  check "sahf and lahf"
  movb $0xFF, %ah
  sahf
  movb $0, %ah
  lahf
  done

  check "alignment check"
  movl %cr0, %eax
  orl $0x40000, %eax
  movl %eax, %cr0
  ring3 0x40002
  movl SCRATCH+1, %eax
  done

  check "alignment check, ring 0 is free"
  movl %cr0, %eax
  orl $0x40000, %eax
  movl %eax, %cr0
  pushl $0x40002
  popfl
  movl SCRATCH+1, %eax
  done

  check "alignment check, AM clear"
  ring3 0x40002
  movl SCRATCH+1, %eax
  done

  check "alignment check, a word at an even address"
  movl %cr0, %eax
  orl $0x40000, %eax
  movl %eax, %cr0
  ring3 0x40002
  movw SCRATCH+2, %ax
  done
