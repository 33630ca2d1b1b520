# What runs before and after every check.

  .macro copy from, to, bytes
  movl $\from, %esi
  movl $\to, %edi
  movl $(\bytes) / 4, %ecx
  rep movsl
  .endm

  .macro clear from, bytes        # EAX is 0
  movl $\from, %edi
  movl $(\bytes) / 4, %ecx
  rep stosl
  .endm

# IDT_COPY: every vector leads to its stub by a 32-bit interrupt gate; 3, 4 and 80h are open to ring 3.
build_interrupts:
  movl $stubs, %eax
  movl $IDT_COPY, %edi
1:
  movl %eax, (%edi)
  movl %eax, 4(%edi)
  movw $CODE, 2(%edi)
  movw $0x8E00, 4(%edi)
  addl $16, %eax
  addl $8, %edi
  cmpl $IDT_COPY + 0x800, %edi
  jne 1b
  movb $0xEE, IDT_COPY + 8 * 3 + 5
  movb $0xEE, IDT_COPY + 8 * 4 + 5
  movb $0xEE, IDT_COPY + 8 * 0x80 + 5
  copy IDT_COPY, IDT, 0x800
  ret

  .set CR0_START, 0x31            # PE, ET, NE

begin_check:
  popl %esi                       # behind the call are the name, where to go on, and the check
  lodsl
  movl %eax, NAME
  lodsl
  movl %eax, RESUME
  movl %esi, START
  copy gdt, GDT, GDT_LIMIT+1
  copy ldt, LDT, ldt_end-ldt
  copy IDT_COPY, IDT, 0x81*8      # checks change no vector above
  copy tss, TSS, TSS_SIZE+3
  copy tss_other, TSS_OTHER, 0x68
  copy tss_fault, TSS_FAULT, 0x68
  copy tss16, TSS16, tss16_end-tss16+2
  xorl %eax, %eax
  clear SCRATCH, 0x80             # what checks use of it
  clear SCRATCH+0xF80, 0x100
  clear SCRATCH+0x1FC0, 0x40
  clear RESULT, 0x20
  movl %eax, COUNT
  .irp stack, STACK, STACK0, STACK1, STACK2, STACK3
  clear \stack-0x80, 0xA0
  .endr
  lgdt gdt_pointer
  lidt idt_pointer
  movl $LOCAL, %eax
  lldt %ax
  movl $TASK, %eax
  ltr %ax
  call reset_interrupt_controllers
  movl $DATA, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %eax, %fs
  movl %eax, %gs
  movl %eax, %ss
  movl $STACK, %esp
  xorl %eax, %eax
  movl %eax, %cr2
  movl $0xA1A1A1A1, %eax
  movl $0xC1C1C1C1, %ecx
  movl $0xD1D1D1D1, %edx
  movl $0xB1B1B1B1, %ebx
  movl $0xB2B2B2B2, %ebp
  movl $0x51515151, %esi
  movl $0x71717171, %edi
  pushl $2
  popfl
  jmp *START

  .balign 4
gdt_pointer:
  .word GDT_LIMIT
  .long GDT
idt_pointer:
  .word 0x7FF
  .long IDT
real_idt_pointer:
  .word 0x3FF
  .long 0

# Both 8259s initialised, vectors 20h and 28h, everything masked.
reset_interrupt_controllers:
  movb $0x11, %al
  outb %al, $0x20
  outb %al, $0xA0
  movb $0x20, %al
  outb %al, $0x21
  movb $0x28, %al
  outb %al, $0xA1
  movb $4, %al
  outb %al, $0x21
  movb $2, %al
  outb %al, $0xA1
  movb $1, %al
  outb %al, $0x21
  outb %al, $0xA1
  movb $0xFF, %al
  outb %al, $0x21
  outb %al, $0xA1
  ret

# A stub for each vector: it makes all frames alike and goes to end_check.
  .section .high, "ax"
  .code32
  .balign 16
stubs:
  .set vector, 0
  .rept 256
  .balign 16
  .if !((vector == 8) || ((vector >= 10) && (vector <= 14)) || (vector == 17))
  pushl $0
  .endif
  pushl $vector
  jmp end_check
  .set vector, vector + 1
  .endr
  .section .text

# The frame that end_check works on, as offsets from EBP.
  .set F_GS, 0
  .set F_FS, 4
  .set F_ES, 8
  .set F_DS, 12
  .set F_EDI, 16
  .set F_ESI, 20
  .set F_EBP, 24
  .set F_EBX, 32
  .set F_EDX, 36
  .set F_ECX, 40
  .set F_EAX, 44
  .set F_VECTOR, 48
  .set F_ERROR, 52
  .set F_EIP, 56
  .set F_CS, 60
  .set F_EFLAGS, 64
  .set F_ESP, 68
  .set F_SS, 72

# Prints " name=value" if a value is not what it was.
  .macro print_changed name, was, digits=8
  cmpl $\was, %eax
  je 1f
  print_always "\name", \digits
1:
  .endm

  .macro print_always name, digits=8
  .pushsection .rodata
name_\@:
  .asciz " \name="
  .popsection
  movl $name_\@, %esi
  call print_text
  movl $\digits, %ecx
  call print_number
  .endm

  .macro print_register name, offset, was
  movl \offset(%ebp), %eax
  print_changed \name, \was
  .endm

  .macro print_selector name, offset
  movzwl \offset(%ebp), %eax
  print_changed \name, DATA, 4
  .endm

end_check:
  pushal
  pushl %ds
  pushl %es
  pushl %fs
  pushl %gs
  cld
  movl $DATA, %eax
  movl %eax, %ds
  movl %eax, %es
  movl %esp, %ebp
  xorl %eax, %eax
  movl %eax, %dr7
  call print_line
  movl $DATA, %eax
  movl %eax, %ss
  movl $STACK, %esp
  pushl $2
  popfl
  xorl %eax, %eax
  movl %eax, %dr0
  movl %eax, %dr1
  movl %eax, %dr2
  movl %eax, %dr3
  movl $0xFFFF0FF0, %eax
  movl %eax, %dr6
  movl $CR0_START, %eax
  movl %eax, %cr0
  xorl %eax, %eax
  movl %eax, %cr4
  movl %eax, %cr3
  jmp *RESUME

print_line:
  movl NAME, %esi
  call print_text
  movl $text_colon, %esi
  call print_text
  movl F_VECTOR(%ebp), %eax
  movl $2, %ecx
  call print_number
  call print_error
  call print_place
  movzwl F_CS(%ebp), %eax
  print_changed cs, CODE, 4
  movl F_EFLAGS(%ebp), %eax
  print_always fl, 6
  call print_stack
  call print_registers
  call print_system
  movb $'\n', %al
  outb %al, $0xE9
  ret

print_error:
  movl F_VECTOR(%ebp), %ecx
  cmpl $17, %ecx
  ja 1f
  movl $0x27D00, %eax             # 8, 10 to 14, 17
  btl %ecx, %eax
  jnc 1f
  movl F_ERROR(%ebp), %eax
  print_changed err, 0xFFFFFFFF, 4
  cmpl $14, F_VECTOR(%ebp)
  jne 1f
  movl %cr2, %eax
  print_always cr2
1:
  ret

# Where, from the check's start; elsewhere the address.
print_place:
  movl F_EIP(%ebp), %eax
  cmpl START, %eax
  jb 2f
  cmpl RESUME, %eax
  ja 2f
  subl START, %eax
  print_always at, 2
  ret
2:
  print_always eip
  ret

# The interrupted stack, if it was another ring's or not where it was, and where the frame is.
print_stack:
  leal F_ESP(%ebp), %eax
  testl $3, F_CS(%ebp)
  jz 3f
  movzwl F_SS(%ebp), %eax
  print_always ss, 4
  movl F_ESP(%ebp), %eax
  print_always esp
  leal F_SS+4(%ebp), %eax
  print_changed frame, STACK0
  ret
3:
  print_changed esp, STACK
  movl %ss, %eax
  movzwl %ax, %eax
  print_changed ss, DATA, 4
  ret

print_registers:
  print_register eax, F_EAX, 0xA1A1A1A1
  print_register ecx, F_ECX, 0xC1C1C1C1
  print_register edx, F_EDX, 0xD1D1D1D1
  print_register ebx, F_EBX, 0xB1B1B1B1
  print_register ebp, F_EBP, 0xB2B2B2B2
  print_register esi, F_ESI, 0x51515151
  print_register edi, F_EDI, 0x71717171
  print_selector ds, F_DS
  print_selector es, F_ES
  print_selector fs, F_FS
  print_selector gs, F_GS
  ret

print_system:
  strl %eax
  movzwl %ax, %eax
  print_changed tr, TASK, 4
  sldtl %eax
  movzwl %ax, %eax
  print_changed ldtr, LOCAL, 4
  movl %cr0, %eax
  print_changed cr0, CR0_START
  movl %dr6, %eax
  print_changed dr6, 0xFFFF0FF0
  ret

print_text:                       # ESI: a text that ends with a zero; keeps EAX
  pushl %eax
print_next:
  lodsb
  testb %al, %al
  jz 1f
  outb %al, $0xE9
  jmp print_next
1:
  popl %eax
  ret

print_number:                     # EAX in ECX hexadecimal digits
  pushl %ecx
  shll $2, %ecx
  negl %ecx
  addl $32, %ecx
  movl %eax, %edx
  shll %cl, %edx
  popl %ecx
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

  .section .rodata
text_colon:
  .asciz ": "
text_end:
  .asciz "end\n"
text_shutdown:
  .ascii "Shutdown"
text_shutdown_end:
  .section .text

# The end of all checks: Bochs and QEMU are left by what is written to port 8900h, others by HLT.
finish:
  movl $text_end, %esi
  call print_text
  movl $text_shutdown, %esi
  movl $text_shutdown_end - text_shutdown, %ecx
  movl $0x8900, %edx
  rep outsb
  cli
1:
  hlt
  jmp 1b

# Turns paging on, with CR4 from EAX.
turn_paging_on:
  movl %eax, %cr4
  call build_pages
  movl $DIRECTORY, %eax
  movl %eax, %cr3
  movl %cr0, %eax
  orl $0x80000000, %eax
  movl %eax, %cr0
  movl $0xA1A1A1A1, %eax
  ret

# The identity for the first 4 MiB; 400000h and on is not present but for what a check enters.
build_pages:
  movl $DIRECTORY, %edi
  xorl %eax, %eax
  movl $0x400, %ecx
  rep stosl
  movl $TABLE2, %edi
  movl $0x400, %ecx
  rep stosl
  movl $TABLE3, %edi
  movl $0x400, %ecx
  rep stosl
  movl $TABLE, %edi
  movl $7, %eax
1:
  stosl
  addl $0x1000, %eax
  cmpl $0x400007, %eax
  jne 1b
  movl $TABLE | 7, DIRECTORY
  movl $TABLE2 | 7, DIRECTORY + 4
  copy DIRECTORY, DIRECTORY2, 0x1000
  movl $TABLE3 | 7, DIRECTORY2 + 4
  movl $0xC1C1C1C1, %ecx
  movl $0x51515151, %esi
  movl $0x71717171, %edi
  ret
