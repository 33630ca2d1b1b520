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
  jmp finish
handle_double_fault:
  jmp handle_double_fault
