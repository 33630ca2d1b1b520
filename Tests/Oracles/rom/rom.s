# A ROM that exercises the processor's system features and prints a line for each to port E9h.
  .include "layout.s"
  .include "macros.s"
  .include "tables.s"
  .include "start.s"
  .include "harness.s"
  .include "real-mode.s"
checks:
  .include "segments.s"
  .include "gates.s"
  .include "interrupts.s"
  .include "flags.s"
  .include "io.s"
  .include "tasks.s"
  .include "system.s"
  .include "fpu.s"
  .include "debug.s"
  .include "paging.s"
  .include "devices.s"
  .include "last.s"
  jmp finish

# The double fault task: its registers are told, and what was saved of the task that failed.
handle_double_fault:
  popl %eax                       # error code
  movl TSS+32, %ebx
  subl START, %ebx
  movl TSS+56, %ecx
  movw TSS_FAULT, %dx
  int $0x80
