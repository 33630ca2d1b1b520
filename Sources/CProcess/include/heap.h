#include <stddef.h>

/// Has the heap grow by `size` bytes, in huge pages where the kernel has them, before they are asked
/// for. To be called once, before other threads are started.
void reserve_heap(size_t size);
