# The reset vector, and the way from there to the first check.

  .code16
  .section .high, "ax"
high:                             # at HIGH
start16:
  cli
  cld
  xorw %ax, %ax
  movw %ax, %ds
  movw %ax, %ss
  movw $STACK, %sp
  movb $0xFF, %al                 # no interrupts from outside
  outb %al, $0x21
  outb %al, $0xA1
  jmp real_mode_checks
enter_protected:
  lgdtl %cs:gdt_in_rom - high
  movl %cr0, %eax
  andl $0x9FFFFFFF, %eax
  orl $0x21, %eax
  movl %eax, %cr0
  ljmpl $CODE, $start32

  .balign 4
gdt_in_rom:
  .word GDT_LIMIT
  .long gdt

  .code32
  .section .text
start32:
  movl $DATA, %eax
  movl %eax, %ss
  movl %eax, %ds
  movl %eax, %es
  movl $STACK, %esp
  movl $0xFFFF0FF0, %eax
  movl %eax, %dr6
  call build_interrupts
  jmp checks

  .section .reset, "ax"
  .code16
  .byte 0xEA                      # jmp F000:start16
  .word start16 - high
  .word 0xF000
  .byte 0
  .asciz "11/23/26"
  .code32
  .section .text
