# The loop of main.swift as a ROM that ends at 4 GiB, for implementations that start from the reset
# vector: assembled with --defsym ROUNDS=N. Ten instructions, arithmetic and memory, paging on.

  .code16
  .section .high, "ax"
high:
start:
  cli
  xorw %ax, %ax
  movw %ax, %ds
  movl $0x3000, %edi              # page directory and one page table, 4 MiB one to one
  movl $0x4007, (%edi)
  movl $0x4000, %edi
  movl $0x00000007, %eax
1:
  movl %eax, (%edi)
  addl $4, %edi
  addl $0x1000, %eax
  cmpl $0x400007, %eax
  jb 1b
  lgdtl %cs:pointer - high
  movl $0x3000, %eax
  movl %eax, %cr3
  movl %cr0, %eax
  andl $0x9FFFFFFF, %eax
  orl $0x80000001, %eax
  movl %eax, %cr0
  ljmpl $8, $flat
  .balign 8
table:
  .quad 0, 0x00CF9B000000FFFF, 0x00CF93000000FFFF
pointer:
  .word 23
  .long table

  .code32
flat:
  movl $16, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %ss
  movl $0x1234, %ebx
  movl $ROUNDS, %ebp
1:
  addl %ebx, %eax
  movl %eax, 0x2000
  movl 0x2000, %ecx
  xorl %ecx, %edx
  incl %esi
  leal 1(%edi, %esi, 4), %edi
  andl $0xFFFF, %ebx
  addl %edx, 0x2004
  decl %ebp
  jnz 1b
  movl $text, %esi
  movl $8, %ecx
  movl $0x8900, %edx
  rep outsb                       # leaves Bochs and QEMU
  cli
  hlt
text:
  .ascii "Shutdown"

  .section .reset, "ax"
  .code16
  .byte 0xEA
  .word start - high
  .word 0xF000
