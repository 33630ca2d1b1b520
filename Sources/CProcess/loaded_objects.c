#define _GNU_SOURCE
#include "loaded_objects.h"
#include <elf.h>
#include <link.h>
#include <string.h>

struct visit {
  void (*body)(const char *, const uint8_t *, size_t, void *);
  void *context;
};

static size_t aligned(size_t size, size_t alignment) {
  return (size + alignment - 1) / alignment * alignment;
}

/// The build id among the notes of a segment (System V ABI, "Note Section"); null if none is there.
static const uint8_t *build_id(const char *notes, size_t length, size_t alignment, size_t *size) {
  while (length >= sizeof(ElfW(Nhdr))) {
    const ElfW(Nhdr) *note = (const void *)notes;
    const char *name = notes + sizeof *note;
    size_t description = aligned(sizeof *note + note->n_namesz, alignment);
    size_t end = aligned(description + note->n_descsz, alignment);
    if (end > length) break;
    if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && !memcmp(name, "GNU", 4)) {
      *size = note->n_descsz;
      return (const uint8_t *)notes + description;
    }
    notes += end;
    length -= end;
  }
  return NULL;
}

static int visit(struct dl_phdr_info *info, size_t unused, void *context) {
  (void)unused;
  const struct visit *visit = context;
  const uint8_t *id = NULL;
  size_t size = 0;
  for (int number = 0; number < info->dlpi_phnum && !id; number++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[number];
    if (segment->p_type != PT_NOTE) continue;
    id = build_id((const char *)info->dlpi_addr + segment->p_vaddr, segment->p_memsz,
                  segment->p_align == 8 ? 8 : 4, &size);
  }
  visit->body(info->dlpi_name, id, size, visit->context);
  return 0;
}

void visit_loaded_objects(
    void (*body)(const char *name, const uint8_t *build_id, size_t size, void *context),
    void *context) {
  struct visit v = {body, context};
  dl_iterate_phdr(visit, &v);
}
