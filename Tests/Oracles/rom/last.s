# What QEMU does not survive.

  check_cr0 0x80000020
  .irp value, 0x800, 0x1000, 0x80000000
  check_cr4 \value
  .endr

  check "data breakpoint: the frame of an exception"
  set_gate 6, 1f
  debug STACK-8, 0xD0402
  ud2
1:
  nop
  nop
  done
