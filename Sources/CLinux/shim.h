/* What Linux has and Swift's Glibc module leaves out. */
#include <elf.h>
#include <malloc.h>
#include <sys/eventfd.h>

/* dl_iterate_phdr(3): <link.h> has it only with _GNU_SOURCE, by which other headers would differ from Glibc's module. */
struct loaded_object {
  Elf64_Addr base;
  const char *name;
  const Elf64_Phdr *headers;
  Elf64_Half header_count;
};
int dl_iterate_phdr(int (*look)(const struct loaded_object *object, size_t size, void *data), void *data);
