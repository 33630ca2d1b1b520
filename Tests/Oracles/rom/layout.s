# Where things are in RAM, and the selectors of the global descriptor table (gdt in tables.s).

  .set GDT,       0x1000          # 512 bytes
  .set LDT,       0x1400          # 64 bytes
  .set IDT,       0x2000          # 2 KiB
  .set TSS,       0x2800          # of the check, with an I/O bitmap for ports 0 to 0x3FF
  .set TSS_OTHER, 0x2A00          # 104 bytes and no bitmap, the task that checks switch to
  .set TSS_FAULT, 0x2A80          # the double fault task
  .set TSS16,     0x2B00          # 44 bytes, a 16-bit TSS
  .set IDT_COPY,  0x3000          # what IDT starts as in every check
  .set DIRECTORY, 0x4000          # page directory
  .set TABLE,     0x5000          # page table of the first 4 MiB, the identity
  .set TABLE2,    0x6000          # page table of linear 0x400000 and on
  .set DIRECTORY2, 0x7000         # another directory, TABLE for its first 4 MiB, TABLE3 for the second
  .set TABLE3,    0x11000
  .set NAME,      0x8000          # of the running check
  .set START,     0x8004          # its first instruction
  .set RESUME,    0x8008          # the instruction after it
  .set COUNT,     0x800C          # a counter for handlers of a check's own
  .set RESULT,    0x8010          # 32 bytes for a check's own use
  .set STACK,     0xA000          # tops of stacks: of a check in ring 0,
  .set STACK0,    0xB000          # of the TSS for ring 0,
  .set STACK1,    0xB800          # for ring 1,
  .set STACK2,    0xC000          # for ring 2,
  .set STACK3,    0xD000          # of a check in ring 3
  .set SCRATCH,   0xE000          # 8 KiB, zeros where checks expect them

  .set CODE,        0x08          # flat, ring 0
  .set DATA,        0x10          # flat, ring 0
  .set CODE3,       0x1B          # flat, ring 3
  .set DATA3,       0x23          # flat, ring 3
  .set TASK,        0x28          # TSS
  .set LOCAL,       0x30          # LDT
  .set TASK_OTHER,  0x38          # TSS_OTHER
  .set TASK_FAULT,  0x40          # TSS_FAULT
  .set TASK16,      0x48          # TSS16
  .set LIMITED,     0x50          # data at SCRATCH, limit 0xFFF
  .set DOWN,        0x58          # data at 0, expand-down, B set, limit SCRATCH + 0xFFF
  .set DOWN16,      0x60          # data at 0, expand-down, B clear, limit 0xDFFF
  .set READONLY,    0x68          # data, flat
  .set EXECUTE,     0x70          # code, flat, not readable
  .set READABLE,    0x78          # code, flat, readable
  .set ABSENT,      0x80          # data, not present
  .set ABSENT_CODE, 0x88          # code, not present
  .set CONFORMING,  0x90          # code, flat, ring 0, conforming
  .set DATA1,       0x98          # data, flat, DPL 1
  .set CODE2,       0xA0          # code, flat, DPL 2
  .set CODE16,      0xA8          # code at 0xF0000, 16-bit, limit 0xFFFF
  .set DATA16,      0xB0          # data at 0, 16-bit stack, limit 0xFFFF
  .set GATE,        0xB8          # call gates to gate_target: DPL 3
  .set GATE_COPY,   0xC0          # DPL 3, two parameters
  .set GATE_SYSTEM, 0xC8          # DPL 0
  .set GATE_ABSENT, 0xD0          # DPL 3, not present
  .set GATE_RING1,  0xD8          # DPL 3, to ring 1
  .set CODE1,       0xE0          # code, flat, DPL 1
  .set DATA2,       0xE8          # data, flat, DPL 2
  .set GATE_NULL,   0xF0          # call gates: to the null selector
  .set GATE_DATA,   0xF8          # to a data segment
  .set TASK_GATE,   0x100         # to TASK_OTHER, DPL 3
  .set TASK_GATE_ABSENT, 0x108
  .set GATE16,      0x110         # 16-bit call gate, DPL 3, to gate_target16
  .set LOCAL_ABSENT, 0x118        # LDT, not present
  .set TASK_ABSENT, 0x120         # TSS, not present
  .set TASK_SMALL,  0x128         # TSS of limit 0x66
  .set PAGED,       0x130         # data at 0, limit 16 pages
  .set READONLY3,   0x138         # data, flat, read-only, DPL 3
  .set CONFORMING3, 0x140         # code, flat, DPL 3, conforming
  .set RESERVED,    0x148         # a system descriptor of reserved type 0
  .set GATE_CONFORMING, 0x150     # call gate, DPL 3, to CONFORMING
  .set SMALL_STACK, 0x158         # data at STACK3 - 0x10, limit 0xF, DPL 3
  .set GATE16_COPY, 0x160         # 16-bit call gate, DPL 3, two parameters
  .set BUSY,        0x168         # TSS_OTHER, marked busy
  .set CODE_SMALL,  0x170         # code at 0, limit 0xFFF
  .set DATA_FRESH,  0x178         # data, flat, not accessed yet
  .set GATE_OUTSIDE, 0x180        # call gate, DPL 3, selector beyond the GDT
  .set GATE_ABSENT_CODE, 0x188    # call gate, DPL 3, to ABSENT_CODE
  .set DATA_HIGH,   0x190         # data at 0xFFFFF000, limit 4 GiB
  .set GDT_LIMIT,   0x1FF
  .set LOCAL_DATA,  0x04          # in the LDT: data, flat, ring 0
  .set LOCAL_DATA3, 0x0F          # data, flat, ring 3
  .set LOCAL_ABSENT_DATA, 0x14    # data, not present
