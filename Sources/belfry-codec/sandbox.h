// What a vendor's script, and whoever breaks out of one, can't do.
#pragma once
#include <stddef.h>

// From here on this process opens no file and no socket, starts no program, and takes no more than so many bytes of
// address space on top of what it has. Returns 0, or -1 with the reason in why.
int sandbox_enter(size_t more_bytes_max, char *why, size_t why_size);
