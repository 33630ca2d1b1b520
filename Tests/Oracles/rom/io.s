# Ports: IOPL and the bitmap of the TSS (SDM 1 18.5), which opens ports 0 and 12 to 15 here.

  .macro check_port name, flags, instruction:vararg
  check "ring 3: \instruction, \name"
  ring3 \flags
  \instruction
  done
  .endm

  check_port "IOPL 0", 2, inb $0x84, %al
  check_port "IOPL 2", 0x2002, inb $0x84, %al
  check_port "open in the bitmap", 2, inb $0x0F, %al
  check_port "two ports, one open", 2, inw $0x0F, %ax
  check_port "four ports, the last three closed", 2, inl $0, %eax
  check_port "closed", 2, inb $1, %al

  check "ring 3: outb beyond the bitmap"
  ring3
  movl $0x8000, %edx
  outb %al, %dx
  done

  check "ring 3: inb at the last bit of the bitmap"
  ring3
  movl $0x3FF, %edx
  inb %dx, %al
  done

  check "ring 3: inb where the bitmap's second byte is beyond the limit"
  movb $0, TSS+0x68+127
  set_rights TASK, 0x89
  subw $1, GDT+TASK
  movl $TASK, %eax
  ltr %ax
  ring3
  movl $0x3F8, %edx
  inb %dx, %al
  done

  check "ring 3: bitmap offset beyond the TSS"
  movw $0x7FFF, TSS+0x66
  ring3
  inb $0, %al
  done

  check "ring 3: the table's offset is read anew"
  movw $0x67, TSS+0x66
  ring3
  inb $0x18, %al
  done

  check "ring 3: insb, closed"
  ring3
  movl $SCRATCH, %edi
  movl $1, %edx
  insb
  done

  check "ring 3: rep outsl, closed, count 0"
  ring3
  movl $SCRATCH, %esi
  movl $1, %edx
  xorl %ecx, %ecx
  pushl $2
  popfl
  rep outsl
  done

  check "outsb from a null segment"
  xorl %eax, %eax
  movl %eax, %ds
  movl $0x84, %edx
  pushl $2
  popfl
  outsb
  done

  check "insb to a read-only segment"
  load es, READONLY
  movl $SCRATCH, %edi
  movl $0x84, %edx
  insb
  done

  check "ports that nothing answers read as ones"
  movl $0x9000, %edx
  inb %dx, %al
  movb %al, %bl
  inw %dx, %ax
  movw %ax, %cx
  inl %dx, %eax
  outl %eax, %dx
  done
