# A check is a short piece of code between `check "name"` and `done`. It starts in ring 0, in flat
# segments without paging, with the tables of tables.s, EFLAGS 2 and the general registers that
# begin_check sets, and ends by an exception or by reaching `done`, which is INT 80h. The handler
# then prints a line: the name, the vector, the error code if that vector has one, where (from the
# check's start), EFLAGS, and what else of the state is not as it was at the start. So a check
# leaves in registers what it has to say. Labels 7 and 9
# are taken.

  .macro check name
  .pushsection .rodata
name_\@:
  .asciz "\name"
  .popsection
  call begin_check
  .long name_\@, 9f
  .endm

  .macro done
  int $0x80
9:
  .endm

# Goes on in an outer ring, on that ring's stack, by IRET.
  .macro enter_ring code, data, stack, flags=2
  pushl $\data
  pushl $\stack
  pushl $\flags
  pushl $\code
  pushl $7f
  iret
7:
  .endm

  .macro ring1 flags=2
  enter_ring CODE1|1, DATA1|1, STACK1, \flags
  .endm

  .macro ring2 flags=2
  enter_ring CODE2|2, DATA2|2, STACK2, \flags
  .endm

  .macro ring3 flags=2
  pushl $DATA3
  popl %ds
  enter_ring CODE3, DATA3, STACK3, \flags
  .endm

# Loads a segment register.
  .macro load segment, selector
  pushl $\selector
  popl %\segment
  .endm

# Makes gate `vector` of the interrupt descriptor table lead to a label: rights 8Eh is an interrupt
# gate, 8Fh a trap gate, +60h opens it to ring 3.
  .macro set_gate vector, label, rights=0x8E, selector=CODE
  movl $\label, IDT + 8 * \vector
  movl $\label, IDT + 8 * \vector + 4
  movw $\selector, IDT + 8 * \vector + 2
  movw $(\rights) << 8, IDT + 8 * \vector + 4
  .endm

# Makes a call gate lead to a label; rights are bits 32 to 47, parameters included.
  .macro set_call_gate selector, label, rights=0xEC00
  movl $\label, GDT + \selector
  movl $\label, GDT + \selector + 4
  movw $CODE, GDT + \selector + 2
  movw $\rights, GDT + \selector + 4
  .endm

# Bits 40 to 55 of a descriptor.
  .macro set_rights selector, rights
  movb $(\rights) & 0xFF, GDT + ((\selector) & 0xFFF8) + 5
  andb $0x0F, GDT + ((\selector) & 0xFFF8) + 6
  orb $((\rights) >> 8) & 0xF0, GDT + ((\selector) & 0xFFF8) + 6
  .endm

# Turns paging on: the first 4 MiB are the identity, open to all rings.
  .macro paged cr4=0
  movl $\cr4, %eax
  call turn_paging_on
  .endm

  .macro set_entry table, index, value
  movl $\value, \table + 4 * \index
  .endm
