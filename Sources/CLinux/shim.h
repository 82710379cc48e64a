/* What Linux has and Swift's Glibc module leaves out. */
#include <elf.h>
#include <malloc.h>
#include <sys/auxv.h>
#include <sys/eventfd.h>
