# Checks in real mode.
  .section .high, "ax"
  .code16
real_mode_checks:
  jmp enter_protected
  .code32
  .section .text
