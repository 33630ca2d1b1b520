# Checks in real-address mode (SDM 3A 20.1), with a small harness of their own: begin_real and
# end_real do what begin_check and end_check do. Vectors lead to stubs of three bytes each.

  .set NAME16,   0x7000
  .set START16,  0x7002
  .set RESUME16, 0x7004
  .set RETURN16, 0x7006
  .set SAVED_SP, 0x7008

  .section .high, "ax"
  .code16

  .macro check_real name
  .pushsection .high, 1
name_\@:
  .asciz "\name"
  .popsection
  call begin_real
  .word name_\@ - high, 9f - high
  .endm

  .macro done_real
  int $0x80
9:
  .endm

begin_real:
  popw %si                        # behind the call are the name and where to go on
  movw %cs:(%si), %ax
  movw %ax, NAME16
  movw %cs:2(%si), %ax
  movw %ax, RESUME16
  addw $4, %si
  movw %si, START16
  movl $0xA1A1A1A1, %eax
  movl $0xC1C1C1C1, %ecx
  movl $0xD1D1D1D1, %edx
  movl $0xB1B1B1B1, %ebx
  movl $0xB2B2B2B2, %ebp
  movl $0x51515151, %esi
  movl $0x71717171, %edi
  movl $STACK, %esp
  pushw $2
  popfw
  jmp *START16

stubs_real:
  .rept 256
  .byte 0xE8                      # call end_real
  .word end_real - . - 2
  .endr

  .macro print_changed16 name, value, was, digits
  movl \value, %eax
  cmpl $\was, %eax
  je 1f
  print_always16 "\name", \digits
1:
  .endm

  .macro print_always16 name, digits
  .pushsection .high, 1
name_\@:
  .asciz " \name="
  .popsection
  movw $name_\@ - high, %si
  movw $\digits, %cx
  call print_real
  .endm

# The frame: ES and DS, EDI ESI EBP ESP EBX EDX ECX EAX, the stub, IP, CS, FLAGS.
end_real:
  pushal
  pushw %ds
  pushw %es
  xorw %ax, %ax
  movw %ax, %ds
  movw %ss, %ax
  movw %ax, RETURN16
  cld
  movzwl %sp, %ebp
  movw NAME16, %si
  call print_text_real
  movw $text_colon_real - high, %si
  call print_text_real
  movzwl 36(%bp), %eax            # 3 behind the stub
  subw $stubs_real - high + 3, %ax
  movb $3, %cl
  divb %cl
  movzbl %al, %eax
  movw $2, %cx
  call print_digits_real
  movzwl 38(%bp), %eax
  subw START16, %ax
  print_always16 at, 4
  movzwl 40(%bp), %eax
  movl %eax, %ebx
  print_changed16 cs, %ebx, 0xF000, 4
  movzwl 42(%bp), %eax
  print_always16 fl, 6
  leal 44(%ebp), %ebx
  print_changed16 esp, %ebx, STACK, 8
  movzwl RETURN16, %ebx
  print_changed16 ss, %ebx, 0, 4
  print_changed16 eax, 32(%bp), 0xA1A1A1A1, 8
  print_changed16 ecx, 28(%bp), 0xC1C1C1C1, 8
  print_changed16 edx, 24(%bp), 0xD1D1D1D1, 8
  print_changed16 ebx, 20(%bp), 0xB1B1B1B1, 8
  print_changed16 ebp, 12(%bp), 0xB2B2B2B2, 8
  print_changed16 esi, 8(%bp), 0x51515151, 8
  print_changed16 edi, 4(%bp), 0x71717171, 8
  movzwl 2(%bp), %ebx
  print_changed16 ds, %ebx, 0, 4
  movzwl (%bp), %ebx
  print_changed16 es, %ebx, 0, 4
  movb $'\n', %al
  outb %al, $0xE9
  xorw %ax, %ax
  movw %ax, %es
  movw %ax, %ss
  movw $STACK, %sp
  lidtw %cs:real_idt - high
  jmp *RESUME16

print_real:                       # SI: a text, then EAX in CX digits
  call print_text_real
print_digits_real:
  movl %eax, %edx
  movw $8, %ax
  subw %cx, %ax
  xchgw %ax, %cx
  shlw $2, %cx
  shll %cl, %edx
  movw %ax, %cx
1:
  roll $4, %edx
  movb %dl, %al
  andb $0xF, %al
  addb $'0', %al
  cmpb $'9', %al
  jbe 2f
  addb $'A' - '9' - 1, %al
2:
  outb %al, $0xE9
  loop 1b
  ret

print_text_real:                  # keeps EAX
  pushl %eax
1:
  movb %cs:(%si), %al
  incw %si
  testb %al, %al
  jz 2f
  outb %al, $0xE9
  jmp 1b
2:
  popl %eax
  ret

  .balign 4
real_idt:
  .word 0x3FF
  .long 0
text_colon_real:
  .asciz ": "

real_mode_checks:
  xorw %di, %di
  movw %di, %es
  movw $stubs_real - high, %ax
1:
  stosw
  movw $0xF000, %es:(%di)
  addw $2, %di
  addw $3, %ax
  cmpw $0x400, %di
  jne 1b

  check_real "real mode: nothing"
  done_real

  check_real "real mode: int"
  pushw $0x0ED7
  popfw
  int $0x30
  done_real

  check_real "real mode: int3"
  int3
  done_real

  check_real "real mode: into"
  pushw $0x0802
  popfw
  into
  done_real

  check_real "real mode: div by zero"
  xorw %cx, %cx
  pushw $2
  popfw
  divw %cx
  done_real

  check_real "real mode: bound"
  movl $0, 0x6000
  boundw %ax, 0x6000
  done_real

  check_real "real mode: ud2"
  ud2
  done_real

  check_real "real mode: word at FFFFh"
  movw 0xFFFF, %ax
  done_real

  check_real "real mode: dword at FFFDh"
  movl %eax, 0xFFFD
  done_real

  check_real "real mode: dword at FFFCh"
  cmpl %eax, 0xFFFC
  pushw $2
  popfw
  done_real

  check_real "real mode: 32-bit address beyond 64 KiB"
  movl $0x10000, %ebx
  movb (%ebx), %al
  done_real

  check_real "real mode: pop of a word at FFFFh"
  movw $0xFFFF, %sp
  popw %ax
  done_real

  check_real "real mode: sp wraps"
  movw $0, %sp
  pushw $0x1234
  movw %sp, %bx
  popw %ax
  movw %sp, %cx
  movw $STACK, %sp
  done_real

  .irp instruction, "lldt %ax", "ltr %ax", "sldt %ax", "str %ax", "lar %ax, %bx", "lsl %ax, %bx", "verr %ax", "verw %ax", "arpl %ax, %bx"
  check_real "real mode: \instruction"
  \instruction
  done_real
  .endr

  check_real "real mode: mov cs, ax"
  .byte 0x8E, 0xC8
  done_real

  check_real "real mode: a segment's base is its selector times 16"
  movw $0x1234, %bx
  movw %bx, %ds
  movl $0x87654321, 0x10
  xorw %ax, %ax
  movw %ax, %ds
  movw $0x1235, %bx
  movw %bx, %es
  movl %es:0, %ecx
  done_real

  check_real "real mode: far jump to another segment"
  ljmp $0xF001, $1f - high - 16
1:
  done_real

  check_real "real mode: far call and return"
  lcall $0xF000, $1f - high
  jmp 2f
1:
  popw %cx
  popw %dx
  pushw %dx
  pushw %cx
  subw $START16, %cx
  movw $0, %cx
  lretw
2:
  done_real

  check_real "real mode: int and iret"
  movw 0xC0, %dx
  movw $1f - high, 0xC0
  pushw $0x0ED7
  popfw
  int $0x30
  movw %dx, 0xC0
  movw $0, %dx
  int $0x80
1:
  pushfw
  popw %bx
  pushw %ss
  popw %ds
  iretw
9:

  check_real "real mode: iret of 32 bits"
  pushl $0x244ED7
  pushl $0xF000
  pushl $1f - high
  iretl
1:
  pushfl
  popl %eax
  done_real

  check_real "real mode: popf"
  pushw $0x7ED7
  popfw
  pushfw
  popw %ax
  pushw $2
  popfw
  done_real

  check_real "real mode: popfd and pushfd"
  pushl $0x244002
  popfl
  pushfl
  popl %eax
  pushl $2
  popfl
  done_real

  check_real "real mode: cli and sti"
  sti
  pushfw
  popw %ax
  cli
  pushfw
  popw %bx
  done_real

  check_real "real mode: single step"
  pushw $0x102
  popfw
  nop
  nop
  done_real

  check_real "real mode: a vector beyond the limit"
  movw $0x7F, 0x6000
  movl $0, 0x6002
  lidtw 0x6000
  int $0x21
  done_real

  check_real "real mode: sidt, sgdt"
  sidtl 0x6000
  sgdtl 0x6008
  movl 0x6000, %eax
  movw 0x6004, %bx
  done_real

  check_real "real mode: smsw"
  smsww %ax
  andw $1, %ax
  pushw $2
  popfw
  done_real

  check_real "real mode: near jump beyond the limit"
  movl $0x12345, %eax
  jmpl *%eax
  done_real

  check_real "real mode: instruction of 16 bytes"
  .byte 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x90
  done_real

  check_real "real mode: write through cs"
  movb %al, %cs:0
  done_real

  check_real "real mode: limits outlive protected mode"
  lgdtl %cs:gdt_in_rom - high
  movl %cr0, %ecx
  orb $1, %cl
  movl %ecx, %cr0
  movw $DATA, %bx
  movw %bx, %es
  andb $0xFE, %cl
  movl %ecx, %cr0
  movl $0x87654321, %eax
  movl $0x6000, %edi
  movl %eax, (%edi)
  movl $0x100000, %edi
  movl %eax, %es:(%edi)
  movl %es:(%edi), %edx
  xorw %bx, %bx
  movw %bx, %es
  movl %es:(%edi), %esi
  xorl %ecx, %ecx
  pushw $2
  popfw
  done_real

  check_real "real mode: a data segment's limit of 64 KiB again"
  lgdtl %cs:gdt_in_rom - high
  movl %cr0, %ecx
  orb $1, %cl
  movl %ecx, %cr0
  movw $DATA16, %bx
  movw %bx, %es
  andb $0xFE, %cl
  movl %ecx, %cr0
  xorw %bx, %bx
  movw %bx, %es
  xorl %ecx, %ecx
  pushw $2
  popfw
  movl $0x10000, %edi
  movl %es:(%edi), %esi
  done_real

  jmp enter_protected
  .code32
  .section .text
