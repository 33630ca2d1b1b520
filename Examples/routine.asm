; A switch routine in a third style, for NASM: all in save areas, by moves to fixed addresses; the last
; instruction is IRET, straight to the routine of the OS that is resumed.
;
;   nasm -f elf32 -o routine.o Examples/routine.asm
;   verify routine routine.o --layout Examples/routine-nasm.yaml

        bits    32
        section .text
        global  from_1, from_2

%macro  switch 4                        ; from, to, selector and offset of the end
from_%1:
        mov     [ss:save%1], eax
        mov     [ss:save%1 + 32], ds
        mov     eax, ss                 ; the kernel's flat data segment
        mov     ds, ax
        pushfd
        pop     dword [save%1 + 56]
        mov     [save%1 + 4], ebx
        mov     [save%1 + 8], ecx
        mov     [save%1 + 12], edx
        mov     [save%1 + 16], esi
        mov     [save%1 + 20], edi
        mov     [save%1 + 24], ebp
        mov     [save%1 + 28], esp
        mov     [save%1 + 36], es
        mov     [save%1 + 40], fs
        mov     [save%1 + 44], gs
        mov     [save%1 + 48], ss
%assign n 0
%rep    8
%if n <> 4 && n <> 5
        mov     eax, dr %+ n
        mov     [save%1 + 64 + 4 * n], eax
%endif
%assign n n + 1
%endrep
        mov     eax, 0x400
        mov     dr7, eax
        mov     eax, cr0
        mov     [save%1 + 96], eax
        mov     eax, cr2
        mov     [save%1 + 100], eax
        mov     eax, cr3
        mov     [save%1 + 104], eax
        mov     eax, cr4
        mov     [save%1 + 108], eax
        sgdt    [save%1 + 112]
        sidt    [save%1 + 120]
        sldt    [save%1 + 128]
        str     [save%1 + 132]
        mov     eax, cr0
        and     eax, ~0xC
        mov     cr0, eax
        fnsave  [save%1 + 144]

        mov     eax, cr4
        or      eax, 0x10
        mov     cr4, eax
        mov     eax, [save%2 + 104]
        mov     cr3, eax
        frstor  [save%2 + 144]
        lidt    [save%2 + 120]
        lgdt    [save%2 + 112]
        movzx   ebx, word [save%2 + 132]
        add     ebx, [save%2 + 114]
        btr     dword [ebx + 4], 9      ; not busy
        ltr     [save%2 + 132]
        lldt    [save%2 + 128]
        mov     eax, [save%2 + 108]
        mov     cr4, eax
        mov     eax, [save%2 + 100]
        mov     cr2, eax
        mov     eax, [save%2 + 96]
        mov     cr0, eax
%assign n 0
%rep    8
%if n <> 4 && n <> 5
        mov     eax, [save%2 + 64 + 4 * n]
        mov     dr %+ n, eax
%endif
%assign n n + 1
%endrep
        mov     ss, [save%2 + 48]
        mov     esp, [save%2 + 28]
        push    dword [save%2 + 56]
        push    dword %3
        push    dword %4
        mov     gs, [save%2 + 44]
        mov     fs, [save%2 + 40]
        mov     es, [save%2 + 36]
        mov     ebp, [save%2 + 24]
        mov     edi, [save%2 + 20]
        mov     esi, [save%2 + 16]
        mov     edx, [save%2 + 12]
        mov     ecx, [save%2 + 8]
        mov     ebx, [save%2 + 4]
        mov     eax, [save%2]
        mov     ds, [save%2 + 32]
        iretd
%endmacro

        switch  1, 2, 0x10, 0x00106020  ; OS2's kernel code, its routine for line 2
        switch  2, 1, 0x08, 0xC0006000  ; OS1's, for line 0

        section .data
save1:  times 256 db 0
save2:  times 256 db 0
