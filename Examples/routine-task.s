# A switch routine behind task gates, for GNU as: the processor itself saves the interrupted OS's registers
# in its TSS (SDM 3A 7.3), and loads the other's from there at the last IRET.
#
#   as --32 -o routine.o Examples/routine-task.s
#   verify routine routine.o --layout Examples/routine-task.yaml
#
# It survives a broken kernel stack of the interrupted OS, for it pushes nothing there. What a task gate
# loses can't be saved by any routine: CR0.TS, which it sets, and L0 to L3 and LE of DR7, which it
# clears. The layout assumes that they were clear; without “assume” the routine is refuted.

        .macro  task n, directory, code, data
        .balign 128
task_\n:                                # a TSS of the switch's own
        .long   0                       # link: the OS that was interrupted
        .skip   24
        .long   \directory              # CR3
        .long   again_\n                # EIP: where the last IRET of this task left it
        .long   2                       # EFLAGS
        .skip   32                      # general registers; ESP is not used
        .long   \data, \code, \data, \data, 0, 0        # ES CS SS DS FS GS
        .long   0                       # LDT
        .long   104 << 16
        .endm

        .macro  switch from, to, tss, task, code, routine
from_\from:
        .irp    n, 0, 1, 2, 3, 6, 7
        movl    %dr\n, %eax
        movl    %eax, save\from\()_dr\n
        .endr
        movl    $0x400, %eax
        movl    %eax, %dr7
        clts                            # the gate has set it; it was clear
        .irp    n, 0, 2, 3, 4
        movl    %cr\n, %eax
        movl    %eax, save\from\()_cr\n
        .endr
        sgdt    save\from\()_gdtr
        sidt    save\from\()_idtr
        movw    task_\from, %ax         # the link: the TR that was interrupted
        movw    %ax, save\from\()_tr
        movl    %cr0, %eax
        andl    $~4, %eax
        movl    %eax, %cr0
        fnsave  save\from\()_fpu

        movl    save\to\()_cr4, %eax
        orl     $0x10, %eax
        movl    %eax, %cr4
        movl    save\to\()_cr3, %eax
        movl    %eax, %cr3
        lgdt    save\to\()_gdtr
        lidt    save\to\()_idtr
        frstor  save\to\()_fpu
        .irp    n, 4, 2, 0
        movl    save\to\()_cr\n, %eax
        movl    %eax, %cr\n
        .endr

        # The interrupt's frame, as an interrupt gate would push it on OS\to's kernel stack.
        movl    $\tss, %ebx
        movl    0x38(%ebx), %eax        # ESP
        testb   $3, 0x4c(%ebx)          # CS: stopped in user mode?
        jz      frame_\to
        movl    %eax, %ecx
        movl    4(%ebx), %eax           # ESP0
        subl    $8, %eax
        movl    %ecx, (%eax)
        movzwl  0x50(%ebx), %ecx        # SS
        movl    %ecx, 4(%eax)
        movw    8(%ebx), %cx            # SS0
        movw    %cx, 0x50(%ebx)
frame_\to:
        subl    $12, %eax
        movl    %eax, 0x38(%ebx)
        movl    0x24(%ebx), %ecx        # EFLAGS
        movl    %ecx, 8(%eax)
        andl    $~0x34300, %ecx         # TF, IF, NT, RF, VM
        movl    %ecx, 0x24(%ebx)
        movzwl  0x4c(%ebx), %ecx        # CS
        movl    %ecx, 4(%eax)
        movl    0x20(%ebx), %ecx        # EIP
        movl    %ecx, (%eax)
        movw    $\code, 0x4c(%ebx)
        movl    $to_\to, 0x20(%ebx)
        movw    $\task, task_\from      # IRET goes where the link says
        # Last, for a breakpoint of OS\to may be on its TSS, which the lines above have touched.
        .irp    n, 0, 1, 2, 3, 6, 7
        movl    save\to\()_dr\n, %eax
        movl    %eax, %dr\n
        .endr
        iretl                           # NT is set: a task switch
again_\from:
        jmp     from_\from
to_\to:
        clts                            # the task switch has set it
        ljmp    $\code, $\routine
        .endm

        .text
        switch  1, 2, 0x102800, 0x38, 0x10, 0x00106020  # OS2's TSS, TR, kernel code, routine for line 2
        switch  2, 1, 0xC0003000, 0x28, 0x08, 0xC0006000

        .data
        task    1, 0x00100000, 0x08, 0x10
        task    2, 0x00180000, 0x10, 0x18
        .macro  area n
        .irp    item, dr0, dr1, dr2, dr3, dr6, dr7, cr0, cr2, cr3, cr4
save\n\()_\item: .long 0
        .endr
save\n\()_gdtr: .skip 8
save\n\()_idtr: .skip 8
save\n\()_tr:   .long 0
save\n\()_fpu:  .skip 108
        .endm
        area    1
        area    2
