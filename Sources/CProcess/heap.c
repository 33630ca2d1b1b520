#define _GNU_SOURCE
#include "heap.h"
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

void reserve_heap(size_t size) {
  // A block that is mapped in by itself lies on no boundary of a huge page; this is the largest
  // threshold that glibc takes.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, INT32_MAX);
  mallopt(M_TOP_PAD, (int)size);
  // More than the heap has, so that it grows; volatile, so that it is not optimised away.
  void *volatile block = malloc(1 << 20);
  free(block);
  mallopt(M_TOP_PAD, 1 << 20);
  const uintptr_t huge = 2 << 20;
  uintptr_t end = (uintptr_t)sbrk(0) & ~(huge - 1);
  uintptr_t start = ((uintptr_t)sbrk(0) - size + huge - 1) & ~(huge - 1);
  if (start < end) madvise((void *)start, end - start, MADV_HUGEPAGE);
}
