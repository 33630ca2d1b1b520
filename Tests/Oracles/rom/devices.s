# Interrupts from outside: the 8254's counter 0 on the 8259s' line 0.

  .section .high, "ax"
count_and_end_interrupt:          # counts, ends the interrupt and returns
  incl %ss:COUNT
  pushl %eax
  movb $0x20, %al
  outb %al, $0x20
  popl %eax
  iret

count_without_end:                # counts and masks nothing, ends nothing
  incl %ss:COUNT
  iret
  .section .text

# Counter 0 in a mode: a command to port 43h, then the count.
  .macro timer command=0x30, count=0x40
  movb $\command, %al
  outb %al, $0x43
  movb $\count & 0xFF, %al
  outb %al, $0x40
  movb $\count >> 8, %al
  outb %al, $0x40
  .endm

  .macro mask value
  movb $\value, %al
  outb %al, $0x21
  .endm

# Waits until line 0 is requested.
  .macro await_request
  call wait_for_request
  movl $0xA1A1A1A1, %eax
  .endm

# Line 0 is requested, not masked, and interrupts are off.
  .macro request
  mask 0xFE
  timer
  await_request
  .endm

# The request and in-service registers to AL and AH.
  .macro tell_controller
  xorl %eax, %eax
  movb $0x0B, %al
  outb %al, $0x20
  inb $0x20, %al
  movb %al, %ah
  movb $0x0A, %al
  outb %al, $0x20
  inb $0x20, %al
  .endm

  .pushsection .text, 1
wait_for_request:
  movb $0x0A, %al
  outb %al, $0x20
1:
  inb $0x20, %al
  testb $1, %al
  jz 1b
  pushl $2
  popfl
  ret
  .popsection

  check "timer wakes hlt"
  mask 0xFE
  timer
  sti
  hlt
  nop
  done

  check "a request shows while interrupts are off"
  request
  tell_controller
  done

  check "sti holds off one instruction"
  request
  sti
  nop
  nop
  done

  check "sti, cli: nothing comes"
  request
  sti
  cli
  nop
  tell_controller
  done

  check "sti, sti holds off one"
  request
  sti
  sti
  nop
  nop
  done

  check "popf holds off nothing"
  request
  pushl $0x202
  popfl
  nop
  done

  check "iret holds off nothing"
  request
  pushl $0x202
  pushl $CODE
  pushl $1f
  iret
1:
  nop
  done

  check "sti, mov ss: one more"
  request
  movl $DATA, %ecx
  sti
  movl %ecx, %ss
  nop
  nop
  done

  check "sti, pop ss: one more"
  request
  pushl $DATA
  sti
  popl %ss
  nop
  nop
  done

  check "sti, then an exception"
  request
  set_gate 6, 1f, 0x8F
  sti
  ud2
1:
  nop
  done

  check "sti, hlt: the handler returns behind hlt"
  set_gate 0x20, count_and_end_interrupt
  request
  sti
  hlt
  movl COUNT, %ecx
  done

  check "an interrupt through an absent gate"
  movb $0x0E, IDT+8*0x20+5
  request
  sti
  nop
  nop
  done

  check "an interrupt through a gate to data"
  movw $DATA, IDT+8*0x20+2
  request
  sti
  nop
  nop
  done

  check "an interrupt through a gate of DPL 0 in ring 3"
  request
  ring3 0x3202
  nop
  done

  check "an interrupt through a task gate"
  request
  set_gate 0x20, 0, 0x85, TASK_OTHER
  movl $1f, TSS_OTHER+32
  sti
  nop
  nop
1:
  movb GDT+TASK+5, %bl
  movw TSS_OTHER, %cx
  done

  check "an interrupt by an interrupt gate: EFLAGS"
  request
  set_gate 0x20, frame_teller
  sti
  nop
  done

  check "masked: nothing comes, then the mask is lifted"
  request
  mask 0xFF
  sti
  nop
  nop
  mask 0xFE
  nop
  nop
  done

  check "in service until ended"
  set_gate 0x20, count_without_end
  request
  sti
  nop
  nop
  tell_controller
  movl COUNT, %ecx
  done

  check "in service: a second request waits"
  set_gate 0x20, count_without_end
  request
  sti
  nop
  nop
  timer
  await_request
  nop
  movl COUNT, %ecx
  tell_controller
  done

  check "in service: a second request comes at the end of interrupt"
  set_gate 0x20, count_without_end
  request
  sti
  nop
  nop
  timer
  await_request
  sti
  movl COUNT, %ecx
  movb $0x20, %al
  outb %al, $0x20
  nop
  nop
  movl COUNT, %edx
  xorl %eax, %eax
  pushl $2
  popfl
  done

  check "specific end of interrupt of another line ends nothing"
  set_gate 0x20, count_without_end
  request
  sti
  nop
  nop
  movb $0x63, %al
  outb %al, $0x20
  tell_controller
  done

  check "specific end of interrupt"
  set_gate 0x20, count_without_end
  request
  sti
  nop
  nop
  movb $0x60, %al
  outb %al, $0x20
  tell_controller
  done

  check "end of interrupt with rotation"
  set_gate 0x20, count_without_end
  request
  sti
  nop
  nop
  movb $0xA0, %al
  outb %al, $0x20
  tell_controller
  done

  check "special mask mode: the end of interrupt passes over what is masked"
  set_gate 0x20, count_without_end
  request
  sti
  nop
  nop
  mask 0xFF
  movb $0x68, %al
  outb %al, $0x20
  movb $0x20, %al
  outb %al, $0x20
  tell_controller
  movl %eax, %ecx
  movb $0x48, %al
  outb %al, $0x20
  movb $0x20, %al
  outb %al, $0x20
  tell_controller
  done

  check "automatic end of interrupt"
  movb $0x11, %al
  outb %al, $0x20
  movb $0x20, %al
  outb %al, $0x21
  movb $4, %al
  outb %al, $0x21
  movb $3, %al
  outb %al, $0x21
  set_gate 0x20, count_without_end
  request
  sti
  nop
  nop
  cli
  tell_controller
  movl COUNT, %ecx
  done

  check "another vector base"
  movb $0x11, %al
  outb %al, $0x20
  movb $0x58, %al
  outb %al, $0x21
  movb $4, %al
  outb %al, $0x21
  movb $1, %al
  outb %al, $0x21
  request
  sti
  nop
  nop
  done

  check "initialisation clears the mask, service and requests"
  set_gate 0x20, count_without_end
  request
  sti
  nop
  nop
  call reset_interrupt_controllers
  movb $0x11, %al
  outb %al, $0x20
  movb $0x20, %al
  outb %al, $0x21
  movb $4, %al
  outb %al, $0x21
  movb $1, %al
  outb %al, $0x21
  inb $0x21, %al
  movb %al, %cl
  mask 0xFF
  tell_controller
  done

  check "the mask reads back"
  mask 0x5A
  inb $0x21, %al
  movb %al, %cl
  movb $0xA5, %al
  outb %al, $0xA1
  inb $0xA1, %al
  done

  check "poll takes the request"
  request
  movb $0x0C, %al
  outb %al, $0x20
  inb $0x20, %al
  movb %al, %cl
  tell_controller
  done

  check "mode 2 asks again and again"
  set_gate 0x20, count_and_end_interrupt
  mask 0xFE
  timer 0x34, 0x400
  sti
1:
  cmpl $3, COUNT
  jb 1b
  cli
  timer 0x30, 0
  movl COUNT, %ecx
  movl $0, %eax
  pushl $2
  popfl
  done

  check "mode 0 asks once"
  set_gate 0x20, count_and_end_interrupt
  mask 0xFE
  timer
  sti
  hlt
  movl $0x4000, %ecx
1:
  loop 1b
  cli
  movl COUNT, %edx
  movl $0, %eax
  done

# The 8254 read back.
  .macro tell_status
  movb $0xE2, %al
  outb %al, $0x43
  inb $0x40, %al
  .endm

  check "status: mode 0, no count yet"
  movb $0x30, %al
  outb %al, $0x43
  tell_status
  done

  check "status: mode 0 at its end"
  mask 0xFF
  timer
  await_request
  tell_status
  done

  check "status: mode 2, one byte"
  movb $0x14, %al
  outb %al, $0x43
  tell_status
  done

  check "status: mode 3, high byte, BCD"
  movb $0x27, %al
  outb %al, $0x43
  tell_status
  done

  check "a latched count stays"
  timer 0x34, 0x8000
  movl $0x400, %ecx
1:
  loop 1b
  movb $0, %al
  outb %al, $0x43
  movl $0x4000, %ecx
1:
  loop 1b
  inb $0x40, %al
  movb %al, %bl
  inb $0x40, %al
  movb %al, %bh
  cmpw $0x7000, %bx
  setae %cl
  movb $0, %al
  outb %al, $0x43
  inb $0x40, %al
  movb %al, %dl
  inb $0x40, %al
  movb %al, %dh
  cmpw %dx, %bx
  setae %ch
  timer 0x30, 0
  movl $0, %eax
  movl $0, %ebx
  movl $0, %edx
  pushl $2
  popfl
  done
