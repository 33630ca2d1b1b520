# A switch routine in another style than the project's own, for GNU as: general registers and data
# segments on the interrupted OS's kernel stack (PUSHA), the rest in save areas.
#
#   as --32 -o routine.o Examples/routine.s
#   verify routine routine.o --layout Examples/routine.yaml

        .macro  switch from, to, end_selector, end_offset
from_\from:
        pushal
        pushl   %ds
        pushl   %es
        pushl   %fs
        pushl   %gs
        movl    %ss, %eax               # the kernel's flat data segment
        movl    %eax, %ds
        pushfl
        popl    save\from\()_eflags
        movl    %dr7, %eax
        movl    %eax, save\from\()_dr7
        movl    $0x400, %eax
        movl    %eax, %dr7
        .irp    n, 0, 1, 2, 3, 6
        movl    %dr\n, %eax
        movl    %eax, save\from\()_dr\n
        .endr
        .irp    n, 0, 2, 3, 4
        movl    %cr\n, %eax
        movl    %eax, save\from\()_cr\n
        .endr
        sgdt    save\from\()_gdtr
        sidt    save\from\()_idtr
        sldt    save\from\()_ldtr
        str     save\from\()_tr
        movl    %cr0, %eax
        andl    $~0xC, %eax
        movl    %eax, %cr0
        fnsave  save\from\()_fpu
        movl    %esp, save\from\()_esp
        movw    %ss, save\from\()_esp+4

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
        movzwl  save\to\()_tr, %eax
        movl    save\to\()_gdtr+2, %edx
        andb    $~2, 5(%edx,%eax)
        ltr     %ax
        lldt    save\to\()_ldtr
        .irp    n, 0, 1, 2, 3, 6, 7
        movl    save\to\()_dr\n, %eax
        movl    %eax, %dr\n
        .endr
        lss     save\to\()_esp, %esp    # OS\to's kernel stack, as its own switch left it
        pushl   save\to\()_eflags
        pushl   $\end_selector
        pushl   $back_to_\to
        iretl                           # all of EFLAGS
back_to_\to:
        popl    %gs
        popl    %fs
        popl    %es
        popl    %ds
        popal
        ljmp    $\end_selector, $\end_offset
        .endm

        .text
        .globl  from_1, from_2
        switch  1, 2, 0x10, 0x00106020  # OS2's kernel code, its routine for line 2
        switch  2, 1, 0x08, 0xC0006000  # OS1's, for line 0

        .data
        .macro  area n
        .irp    item, eflags, dr0, dr1, dr2, dr3, dr6, dr7, cr0, cr2, cr3, cr4
save\n\()_\item: .long 0
        .endr
save\n\()_gdtr: .skip 8
save\n\()_idtr: .skip 8
save\n\()_ldtr: .long 0
save\n\()_tr:   .long 0
save\n\()_esp:  .skip 8
save\n\()_fpu:  .skip 108
        .endm
        area    1
        area    2
