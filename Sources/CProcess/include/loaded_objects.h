#include <stddef.h>
#include <stdint.h>

/// Gives each object file that the process consists of to `body`: the program first, then its
/// shared libraries. `build_id` is what the linker computed from all of the file's contents, of
/// `size` bytes; null and 0 where the linker was not asked to.
void visit_loaded_objects(
    void (*body)(const char *name, const uint8_t *build_id, size_t size, void *context),
    void *context);
