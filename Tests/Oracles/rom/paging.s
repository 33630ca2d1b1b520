# Paging (SDM 3A 4). The page at linear 400000h, PAGE, is the one that checks are about; it leads to
# SCRATCH. Rights are the low bits of an entry: 1 present, 2 writable, 4 user, 20h accessed, 40h dirty.

  .set PAGE, 0x400000
  .set ENTRY, TABLE2
  .set OTHER, TABLE2+4

# The low 12 bits of the entries of PAGE: the table's in EBX, the directory's in EDX.
  .macro tell_entries
  movl ENTRY, %ebx
  movl DIRECTORY+4, %edx
  .endm

  .macro write_protect
  movl %cr0, %eax
  orl $0x10000, %eax
  movl %eax, %cr0
  .endm

  check "paging on"
  paged
  movl %cr0, %eax
  done

  check "a read sets A in both entries"
  paged
  movl $SCRATCH|7, ENTRY
  movl PAGE, %eax
  tell_entries
  done

  check "a write sets D too, in the table alone"
  paged
  movl $SCRATCH|7, ENTRY
  movl %eax, PAGE
  tell_entries
  done

  check "a write after a read sets D"
  paged
  movl $SCRATCH|7, ENTRY
  movl PAGE, %eax
  movl ENTRY, %ecx
  movl %eax, PAGE
  tell_entries
  done

# All rights of the directory and the table, in ring 0 without and with WP, and in ring 3.
  .irp directory, 1, 3, 5, 7
  .irp table, 1, 3, 5, 7
  check "write, ring 0, directory \directory table \table"
  paged
  movl $SCRATCH|\table, ENTRY
  movl $TABLE2|\directory, DIRECTORY+4
  movl %eax, PAGE
  tell_entries
  done
  check "write, ring 0, WP, directory \directory table \table"
  paged
  write_protect
  movl $SCRATCH|\table, ENTRY
  movl $TABLE2|\directory, DIRECTORY+4
  movl %eax, PAGE
  tell_entries
  done
  check "read, ring 3, directory \directory table \table"
  paged
  movl $SCRATCH|\table, ENTRY
  movl $TABLE2|\directory, DIRECTORY+4
  ring3
  movl PAGE, %eax
  tell_entries
  done
  check "write, ring 3, directory \directory table \table"
  paged
  movl $SCRATCH|\table, ENTRY
  movl $TABLE2|\directory, DIRECTORY+4
  ring3
  movl %eax, PAGE
  tell_entries
  done
  .endr
  .endr

  .irp ring, ring0, ring3
  check "\ring: read, table entry not present"
  paged
  movl $SCRATCH|6, ENTRY
  .ifc \ring, ring3
  ring3
  .endif
  movl PAGE+0x123, %eax
  done
  check "\ring: write, table entry not present"
  paged
  movl $SCRATCH|6, ENTRY
  .ifc \ring, ring3
  ring3
  .endif
  movl %eax, PAGE+0x123
  done
  check "\ring: read, directory entry not present"
  paged
  .ifc \ring, ring3
  ring3
  .endif
  movl 0x800004, %eax
  done
  check "\ring: add, directory entry not present"
  paged
  .ifc \ring, ring3
  ring3
  .endif
  addl %eax, 0x800004
  done
  check "\ring: jump to a page not present"
  paged
  .ifc \ring, ring3
  ring3
  .endif
  movl $PAGE+8, %eax
  jmp *%eax
  done
  .endr

  check "a fault leaves the entries"
  paged
  set_gate 14, 1f
  movl $SCRATCH|1, ENTRY
  ring3
  movl %eax, PAGE
1:
  popl %ecx
  tell_entries
  movl %cr2, %eax
  done

  check "system accesses from ring 3 are the supervisor's"
  paged
  andl $~4, TABLE+4               # the page of the GDT, IDT and TSS
  andl $~4, TABLE+8
  movl $DIRECTORY, %eax
  movl %eax, %cr3
  ring3
  pushl $LOCAL_DATA3
  popl %es
  int3
  done

  check "ring 3: the GDT is not readable by itself"
  paged
  andl $~4, TABLE+4
  ring3
  movl GDT, %eax
  done

  check "the accessed bit of a descriptor on a read-only page, WP"
  paged
  write_protect
  andl $~2, TABLE+4
  movl $DIRECTORY, %eax
  movl %eax, %cr3
  load fs, DATA_FRESH
  done

  check "the accessed bit of a descriptor on a read-only page, no WP"
  paged
  andl $~2, TABLE+4
  movl $DIRECTORY, %eax
  movl %eax, %cr3
  load fs, DATA_FRESH
  movl GDT+DATA_FRESH+4, %eax
  done

  check "ring 3: the accessed bit of a descriptor on a read-only page, WP"
  paged
  write_protect
  set_rights DATA_FRESH, 0xC0F2
  andl $~2, TABLE+4
  movl $DIRECTORY, %eax
  movl %eax, %cr3
  ring3
  load fs, DATA_FRESH|3
  done

  check "ltr, the GDT on a read-only page, WP"
  paged
  write_protect
  andl $~2, TABLE+4
  movl $DIRECTORY, %eax
  movl %eax, %cr3
  movl $TASK_OTHER, %ecx
  ltr %cx
  done

  check "a descriptor on a page not present"
  paged
  movl $SCRATCH|7, ENTRY
  copy GDT, SCRATCH+0xFC0, 0x40   # LIMITED and on are on the page after PAGE
  movl $0xC1C1C1C1, %ecx
  movw $GDT_LIMIT, RESULT
  movl $PAGE+0xFC0, RESULT+2
  lgdt RESULT
  load fs, LIMITED
  done

# Accesses that cross pages.
  check "a read that crosses pages, the second not present"
  paged
  movl $SCRATCH|7, ENTRY
  movl PAGE+0xFFD, %eax
  done

  check "a write that crosses pages, the second not present, changes nothing"
  paged
  movl $SCRATCH|7, ENTRY
  set_gate 14, 1f
  movl $0x12345678, PAGE+0xFFE
1:
  popl %ecx
  movl SCRATCH+0xFFC, %esi
  tell_entries
  done

  check "a write that crosses pages, the first not present"
  paged
  movl $SCRATCH|7, OTHER
  movl %eax, PAGE+0xFFE
  done

  check "a write that crosses two pages far apart"
  paged
  movl $SCRATCH+0x1007, ENTRY
  movl $SCRATCH|7, OTHER
  movl $0x12345678, PAGE+0xFFE
  movl SCRATCH+0x1FFC, %eax
  movl SCRATCH, %ecx
  done

  check "push to a page not present leaves esp"
  paged
  movl $SCRATCH|7, ENTRY
  set_gate 14, 0, 0x85, TASK_OTHER
  movl $1f, TSS_OTHER+32
  movl $DIRECTORY, TSS_OTHER+28
  movl $PAGE+0x1004, %esp
  pushl %eax
  pushl %eax
  int $0x80
1:
  movl TSS+56, %eax
  movl (%esp), %ecx
  movl %cr2, %edx
  done

  check "pusha to a page not present leaves esp and what is there"
  paged
  movl $SCRATCH|7, OTHER
  ring3
  movl $PAGE+0x1010, %esp
  pushal
  done

  check "rep movsb stops at a page not present"
  paged
  movl $SCRATCH|7, ENTRY
  movl $PAGE+0xFFA, %edi
  movl $STACK, %esi
  movl $16, %ecx
  rep movsb
  done

  check "an instruction that crosses to a page not present"
  paged
  movl $SCRATCH|7, ENTRY
  movb $0xB8, PAGE+0xFFE
  movl $PAGE+0xFFE, %ecx
  jmp *%ecx
  done

# Cached translations.
  check "a change of an entry is not seen before invlpg"
  paged
  movl $0x11111111, SCRATCH
  movl $0x22222222, SCRATCH+0x1000
  movl $SCRATCH|7, ENTRY
  movl PAGE, %eax
  movl $SCRATCH+0x1007, ENTRY
  movl PAGE, %ecx
  invlpg PAGE
  movl PAGE, %edx
  done

  check "a change of an entry is not seen before mov cr3"
  paged
  movl $0x11111111, SCRATCH
  movl $0x22222222, SCRATCH+0x1000
  movl $SCRATCH|7, ENTRY
  movl PAGE, %eax
  movl $SCRATCH+0x1007, ENTRY
  movl PAGE, %ecx
  movl %cr3, %ebx
  movl %ebx, %cr3
  movl PAGE, %edx
  done

  check "a page made not present is still there before invlpg"
  paged
  movl $0x11111111, SCRATCH
  movl $SCRATCH|7, ENTRY
  movl PAGE, %eax
  movl $0, ENTRY
  movl PAGE, %ecx
  invlpg PAGE
  movl PAGE, %edx
  done

  check "what is not present is not cached"
  paged
  movl $0x11111111, SCRATCH
  set_gate 14, 1f
  movl PAGE, %eax
1:
  popl %ecx
  movl $SCRATCH|7, ENTRY
  movl PAGE, %eax
  done

  check "a fault drops the cached translation"
  paged
  movl $SCRATCH|5, ENTRY
  ring3
  movl PAGE, %eax
  movl $SCRATCH|7, ENTRY
  movl %eax, PAGE
  tell_entries
  done

  check "without PGE the global bit means nothing"
  paged
  movl $0x11111111, SCRATCH
  movl $0x22222222, SCRATCH+0x1000
  movl $SCRATCH|0x107, ENTRY
  movl PAGE, %eax
  movl $SCRATCH+0x1107, ENTRY
  movl %cr3, %ebx
  movl %ebx, %cr3
  movl PAGE, %edx
  done

  check "a global page survives mov cr3, not invlpg"
  paged 0x80
  movl $0x11111111, SCRATCH
  movl $0x22222222, SCRATCH+0x1000
  movl $SCRATCH|0x107, ENTRY
  movl PAGE, %eax
  movl $SCRATCH+0x1107, ENTRY
  movl $DIRECTORY2, %ebx
  movl %ebx, %cr3
  movl PAGE, %ecx
  movl $DIRECTORY, %ebx
  movl %ebx, %cr3
  invlpg PAGE
  movl PAGE, %edx
  done

  check "a global page does not survive a change of PGE"
  paged 0x80
  movl $0x11111111, SCRATCH
  movl $0x22222222, SCRATCH+0x1000
  movl $SCRATCH|0x107, ENTRY
  movl PAGE, %eax
  movl $SCRATCH+0x1107, ENTRY
  xorl %ebx, %ebx
  movl %ebx, %cr4
  movl PAGE, %edx
  done

  check "a global page does not survive paging off and on"
  paged 0x80
  movl $0x11111111, SCRATCH
  movl $0x22222222, SCRATCH+0x1000
  movl $SCRATCH|0x107, ENTRY
  movl PAGE, %eax
  movl $SCRATCH+0x1107, ENTRY
  movl %cr0, %ebx
  andl $0x7FFFFFFF, %ebx
  movl %ebx, %cr0
  orl $0x80000000, %ebx
  movl %ebx, %cr0
  movl PAGE, %edx
  done

  check "cr3 to another directory"
  paged
  movl $0x11111111, SCRATCH
  movl $0x22222222, SCRATCH+0x1000
  movl $SCRATCH|7, ENTRY
  movl $SCRATCH+0x1007, TABLE3
  movl PAGE, %eax
  movl $DIRECTORY2, %ebx
  movl %ebx, %cr3
  movl PAGE, %ecx
  done

# Pages of 4 MiB.
  check "4 MiB page: read and write"
  paged 0x10
  movl $0x87, DIRECTORY+4         # to physical 0
  movl $0x11111111, SCRATCH
  movl PAGE+SCRATCH, %eax
  movl DIRECTORY+4, %ebx
  movl %ecx, PAGE+SCRATCH+4
  movl DIRECTORY+4, %edx
  movl SCRATCH+4, %esi
  done

  check "4 MiB page: ring 3, supervisor's"
  paged 0x10
  movl $0x83, DIRECTORY+4
  ring3
  movl PAGE+SCRATCH, %eax
  done

  check "4 MiB page: ring 3, read-only"
  paged 0x10
  movl $0x85, DIRECTORY+4
  ring3
  movl %eax, PAGE+SCRATCH
  done

  check "4 MiB page: reserved bits"
  paged 0x10
  movl $0x200087, DIRECTORY+4
  movl PAGE+SCRATCH, %eax
  done

  check "4 MiB page: ring 3, reserved bits and no right"
  paged 0x10
  movl $0x200083, DIRECTORY+4
  ring3
  movl %eax, PAGE+SCRATCH
  done

  check "PS without PSE is a table"
  paged
  movl $SCRATCH|7, ENTRY
  movl $0x11111111, SCRATCH
  orl $0x80, DIRECTORY+4
  movl PAGE, %eax
  tell_entries
  done

  check "4 MiB page: global"
  paged 0x90
  movl $0x187, DIRECTORY+4
  movl $0x11111111, SCRATCH
  movl PAGE+SCRATCH, %eax
  movl $0, DIRECTORY+4
  movl %cr3, %ebx
  movl %ebx, %cr3
  movl PAGE+SCRATCH, %ecx
  done

  check "4 MiB page: invlpg anywhere in it"
  paged 0x10
  movl $0x87, DIRECTORY+4
  movl $0x11111111, SCRATCH
  movl PAGE+SCRATCH, %eax
  movl $0, DIRECTORY+4
  invlpg PAGE+SCRATCH
  movl PAGE+SCRATCH, %ecx
  done

# Faults on the way to a handler.
  check "page fault on the stack of ring 0: double fault by a task gate"
  paged
  movl $DIRECTORY, TSS_FAULT+28
  set_gate 8, 0, 0x85, TASK_FAULT
  movl $PAGE+0x100, TSS+4
  ring3
  int3
  done

  check "page fault at the gate of a page fault: double fault"
  paged
  movw $0x7FF, RESULT
  movl $PAGE+0x1000-8*14, RESULT+2  # vector 14 is on the page after PAGE
  movl $SCRATCH|7, ENTRY
  copy IDT, SCRATCH+0x1000-8*14, 8*14
  movl $0xA1A1A1A1, %eax
  movl $0x51515151, %esi
  movl $0x71717171, %edi
  movl $0xC1C1C1C1, %ecx
  lidt RESULT
  movl 0x800000, %eax
  done

  check "a limit fault comes before a page fault"
  paged
  load fs, LIMITED
  movl $0xB1, %ebx
  movl %fs:PAGE, %eax
  done

  check "linear addresses wrap at 4 GiB"
  paged
  movl $SCRATCH|7, ENTRY
  movl $0x12345678, SCRATCH+0x500
  load fs, DATA_HIGH
  movl %fs:PAGE+0x1500, %eax
  done

  check "invlpg of a page not present"
  paged
  invlpg PAGE
  done

  check "cr2 is the byte's address, also across the page"
  paged
  movl $SCRATCH|7, ENTRY
  addw $1, PAGE+0xFFF
  done

  check "ring 3: cmpxchg that does not store needs the right to write"
  paged
  movl $SCRATCH|5, ENTRY
  ring3
  movl $1, %eax
  cmpxchgl %ecx, PAGE
  done

  check "ring 3: bt needs no right to write, bts does"
  paged
  movl $SCRATCH|5, ENTRY
  ring3
  btl $3, PAGE
  btsl $3, PAGE
  done
